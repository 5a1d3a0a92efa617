using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// A linear regression on x places more of q's structure than the router does: x tells it, and the router misses it.
/// </summary>
internal sealed class LS5001RouterMissesWhatXTells : IRule
{
    /// <inheritdoc/>
    public string Id => "LS5001";

    /// <inheritdoc/>
    public string Name => "Router misses what x tells";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.PriorIsStandard == true
            || reading.Quantities is not { RouterDetermination.Value: { } router, ConditionProbe.Value: { } probe }
            || !Holds(router, probe, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"The router misses what x tells: a linear regression on x places {Figures.Percent(probe.Mean.Value)} "
                + $"of the spread of q's means, the router {Figures.Percent(router.Mean.Value)}.",
            [
                Cited.ConditionProbe(probe), Cited.RouterDetermination(router), .. Cited.TestTimeGap(reading),
                .. Cited.MissedMass(reading, thresholds), .. Cited.Retrieval(reading),
            ],
            "It does not say that the latent is wrong, nor that all of the test-time gap could be closed: what y "
                + "adds to x cannot be known from x.",
            "Train the router longer or with more capacity, or put its draws into the objective (model hybrid, "
                + "router_samples); check that its weights are those that were trained.");
    }

    internal static bool Holds(RouterDetermination router, ConditionProbe probe, Thresholds thresholds) =>
        probe.Mean.Less(router.Mean).ClearlyAbove(thresholds.RouterMiss, thresholds);
}
