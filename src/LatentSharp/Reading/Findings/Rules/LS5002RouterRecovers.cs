using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The router is calibrated, a linear regression on x places no more than it, and the decoder uses z: what is lost at
/// test time is what y decides.
/// </summary>
internal sealed class LS5002RouterRecovers : IRule
{
    /// <inheritdoc/>
    public string Id => "LS5002";

    /// <inheritdoc/>
    public string Name => "Router recovers";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.PriorIsStandard == true
            || reading.PriorIsShared == true
            || reading.Quantities is not
            {
                RouterCalibration.Value: { } calibration,
                RouterDetermination.Value: { } router,
                PriorKl.Value: { } kl,
                UsageGap.Value: { } usage,
            }
            || !usage.Difference.ClearlyAbove(thresholds.UsedFrom, thresholds)
            || LS2002RouterMiscalibrated.Holds(calibration, kl, thresholds)
            || (reading.Quantities.ConditionProbe.Value is { } probe
                && LS5001RouterMissesWhatXTells.Holds(router, probe, thresholds)))
            return null;
        return new Finding(
            Id, Level,
            $"The router recovers what x tells: it is calibrated and places {Figures.Percent(router.Mean.Value)} of "
                + $"the spread of q's means; y decides the rest, {Figures.Of(kl.Total)} nats.",
            [
                Cited.RecalibrationGain(calibration), Cited.RouterDetermination(router), Cited.PriorKl(reading, kl),
                .. Cited.TestTimeGap(reading), Cited.UsageGap(usage),
            ],
            "It does not say that p equals q, nor that the latent means anything: x leaves several answers open, "
                + "as it may.",
            "Read log p(y|x) by prior_mc for what the model is worth at test time.");
    }
}
