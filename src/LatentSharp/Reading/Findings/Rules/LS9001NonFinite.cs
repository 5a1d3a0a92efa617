using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Training met a number that is not finite: the first one, its step, and its term or tensor.
/// </summary>
internal sealed class LS9001NonFinite : IRule
{
    /// <inheritdoc/>
    public string Id => "LS9001";

    /// <inheritdoc/>
    public string Name => "Non-finite";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Error;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (health?.FirstNonFinite is not { } number)
            return null;
        string where = number.Step is { } step ? $"step {step}: " : "";
        return new Finding(
            Id, Level,
            $"Training met a non-finite number: {where}{number.What}.",
            number.Step is { } at ? [new EvidenceItem("training.non_finite_step", at, null, where + number.What)] : [],
            "It does not say that a large V_post caused it. What was measured here is of the weights that were " +
                "kept, from before.",
            "Lower learning_rate, or set gradient_clip_norm or log_variance_range; look at the terms in the " +
                "steps just before.");
    }
}
