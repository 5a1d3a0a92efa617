using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// A linear regression on x places more of q's structure than the router does: x tells it, and the router misses it. Or
/// the router is over-confident on held-out data and not on its training data: what it says of x is learnt by heart.
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
        if (ByHeart(reading, thresholds) is { } learnt)
            return learnt;
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

    private Finding? ByHeart(LatentReading reading, Thresholds thresholds)
    {
        if (reading is not
            {
                OnTraining: { } training,
                Quantities: { RouterCalibration.Value: { } calibration, PriorKl.Value: { } kl },
            }
            || reading.PriorIsStandard == true
            || !LS2002RouterMiscalibrated.Holds(calibration, kl, thresholds)
            || !LS2002RouterMiscalibrated.IsOverConfident(calibration)
            || LS2002RouterMiscalibrated.Holds(training.RecalibrationGain, training.PriorKl, thresholds))
            return null;
        return new Finding(
            Id, Level,
            "The router has learnt its training data by heart: it is over-confident on held-out data, where constants "
                + $"would take {Figures.Of(calibration.RecalibrationGain)} nats off K_prior, and not on its training "
                + $"data, where they would take {Figures.Of(training.RecalibrationGain)}.",
            [
                Cited.RecalibrationGain(calibration),
                new EvidenceItem(
                    "router_calibration.on_training",
                    training.RecalibrationGain.Value,
                    training.RecalibrationGain.StandardError,
                    $"recalibration gain {Figures.Of(training.RecalibrationGain)} nats over training examples, of a "
                        + $"K_prior of {Figures.Of(training.PriorKl)}"),
                .. Cited.TestTimeGap(reading),
            ],
            "It does not say that q or the decoder is wrong: only what the router makes of an x that it has not seen.",
            "Stop earlier, or give the router less capacity, weight decay or dropout, or more data.");
    }

    internal static bool Holds(RouterDetermination router, ConditionProbe probe, Thresholds thresholds) =>
        probe.Mean.Less(router.Mean).ClearlyAbove(thresholds.RouterMiss, thresholds);
}
