using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The loss or the gradient norm grew by ten times over its best running median, or the loss over its first value, and
/// stayed there to the end of the log.
/// <see cref="Runaway"/> says how growth is measured, also for losses that are negative.
/// </summary>
internal sealed class LS9002Diverging : IRule
{
    /// <inheritdoc/>
    public string Id => "LS9002";

    /// <inheritdoc/>
    public string Name => "Diverging";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Error;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (health is null || (health.Loss ?? health.GradientNorm) is not { } worst)
            return null;
        string what = health.Loss is not null ? "loss" : "gradient norm";
        var evidence = new List<EvidenceItem>();
        if (health.Loss is { } loss)
            evidence.Add(Cite("loss", loss));
        if (health.GradientNorm is { } norm)
            evidence.Add(Cite("gradient norm", norm));
        return new Finding(
            Id, Level,
            $"The optimisation diverged: the {what} was {Figures.Of(worst.Best)} at its best and is " +
                $"{Figures.Of(worst.Last)} at the end.",
            evidence,
            "It does not say that V_post is the cause, whatever its value: this rests on the training log alone.",
            worst.FromTheFirst
                ? "Begin anew with a lower learning_rate or with gradient_clip_norm: nothing was learned."
                : $"Go back to the weights of about step {worst.BestStep}; lower learning_rate or set "
                    + "gradient_clip_norm.");
    }

    private static EvidenceItem Cite(string series, Runaway runaway) =>
        new(
            "training." + series.Replace(' ', '_'),
            runaway.Last,
            null,
            $"{series}: {(runaway.FromTheFirst ? "first value" : "best running median")} {Figures.Of(runaway.Best)} " +
                $"at step {runaway.BestStep}, {Figures.Of(runaway.Last)} at the end; "
                + $"a growth by {Figures.Of(runaway.Growth)} or more that stayed");
}
