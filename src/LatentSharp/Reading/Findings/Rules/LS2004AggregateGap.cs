using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The mixture of all q and the mixture of all p differ by more than 1 nat, beyond the error bar and beyond what few
/// examples alone would show.
/// </summary>
/// <remarks>
/// A mixture over N sharp posteriors is spiky where the population it was drawn from is smooth, and the estimate of the
/// gap grows by that: by I_q(z; n) of the population less its estimate, which ends at ln N. That information is at most
/// sum_d 1/2 (ln(V_d + Var_n mu_nd) - mean ln v_nd), since a normal distribution has the greatest entropy of its
/// variance and independent dimensions the greatest of theirs (Cover and Thomas 2006, theorems 8.6.5 and 8.6.2). What
/// this bound leaves above the estimate is taken off the gap.
/// </remarks>
internal sealed class LS2004AggregateGap : IRule
{
    /// <inheritdoc/>
    public string Id => "LS2004";

    /// <inheritdoc/>
    public string Name => "Aggregate gap";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.AggregateGap.Value is not { } gap || !Holds(gap, reading, thresholds))
            return null;
        return new Finding(
            Id, Level,
            "Over all examples together q and p cover different regions: the aggregate gap is " +
                $"{Figures.Of(gap.Value)} nats.",
            [Cited.AggregateGap(gap), .. Cited.MutualInformation(reading)],
            "It does not say which examples differ, nor that q is broad or sharp: it compares where the two put " +
                "their mass over the whole data set.",
            "Expect draws from the router to reach places that the decoder was not trained on, or to miss some " +
                "that it was: read the test-time gap, and K_prior by part and dimension.");
    }

    internal static bool Holds(AggregateGap gap, LatentReading reading, Thresholds thresholds) =>
        gap.Value.ClearlyAbove(thresholds.AggregateGap + OfFewExamples(reading.Quantities, thresholds), thresholds);

    /// <summary>
    /// The most, in nats, that too few examples can have added to the gap: where the information is not near what they
    /// can show, nothing.
    /// </summary>
    internal static double OfFewExamples(LatentQuantities quantities, Thresholds thresholds)
    {
        if (quantities is not
            {
                PosteriorVariance.Value: { } variance,
                NoiseShare.Value: { } noise,
                MutualInformation.Value: { } information,
            })
            return 0;
        if (information.Value.Value < information.Ceiling - thresholds.NearCeiling)
            return 0;
        double bound = 0;
        for (int d = 0; d < variance.PerDimension.Length; d++)
            bound +=
                0.5
                * Math.Log((variance.PerDimension[d] + noise.MeanVariance[d]) / variance.GeometricMean);
        return Math.Max(0, bound - information.Value.Value);
    }
}
