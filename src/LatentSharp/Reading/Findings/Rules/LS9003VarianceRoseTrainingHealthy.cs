using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// V_post rose by half or more over the run (the median of the last tenth of the logged steps over that of the first)
/// and the log shows nothing wrong: not a sign of instability by itself.
/// </summary>
internal sealed class LS9003VarianceRoseTrainingHealthy : IRule
{
    /// <inheritdoc/>
    public string Id => "LS9003";

    /// <inheritdoc/>
    public string Name => "Variance rose, training healthy";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.History is not { } history
            || VarianceRise.Of(history) is not { } rise
            || !(rise.Last >= (1 + thresholds.VarianceRise) * rise.First))
            return null;
        if (health is not { IsHealthy: true })
            return null;
        return new Finding(
            Id,
            Level,
            $"V_post rose from {Figures.Of(rise.First)} to {Figures.Of(rise.Last)} over the run while loss and " +
                "gradients stayed healthy; that is not a sign of instability by itself.",
            [
                new EvidenceItem(
                    "training.posterior_variance_first",
                    rise.First,
                    null,
                    $"median V_post of the first tenth of the log {Figures.Of(rise.First)}"),
                new EvidenceItem(
                    "training.posterior_variance_last",
                    rise.Last,
                    null,
                    $"median V_post of the last tenth {Figures.Of(rise.Last)}"),
            ],
            "It does not say that the optimisation diverged or will: with a learned router the scale of z may " +
                "drift at no cost.",
            "Look at the noise share and the sampling cost: if they are steady, the rise is a change of units.");
    }
}
