namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The mixture of all q and the mixture of all p differ by more than 1 nat, beyond the error bar.
/// </summary>
public sealed class LS2004AggregateGap : IRule
{
    /// <inheritdoc/>
    public string Id => "LS2004";

    /// <inheritdoc/>
    public string Name => "Aggregate gap";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.AggregateGap.Value is not { } gap || !gap.Value.ClearlyAbove(thresholds.AggregateGap, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"Over all examples together q and p cover different regions: the aggregate gap is {Figures.Of(gap.Value)} nats.",
            [Cited.AggregateGap(gap)],
            "It does not say which examples differ, nor that q is broad or sharp: it compares where the two put their mass " +
            "over the whole data set.",
            "Expect draws from the router to reach places that the decoder was not trained on, or to miss some that it was: " +
            "read the test-time gap, and K_prior by part and dimension.");
    }
}
