using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// V_post is small and so is the noise share: draws stay near their means. That is all it says.
/// </summary>
internal sealed class LS1005Sharp : IRule
{
    /// <inheritdoc/>
    public string Id => "LS1005";

    /// <inheritdoc/>
    public string Name => "Sharp";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise }
            || !variance.IsSmall(thresholds)
            || !noise.Mean.ClearlyBelow(thresholds.NoiseShare, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"Draws stay near their means: V_post is {Figures.Of(variance.Mean)} and the noise share " +
                $"{Figures.Of(noise.Mean)}.",
            [Cited.PosteriorVariance(variance), Cited.NoiseShare(noise)],
            "It does not say that the means carry meaning, that q matches the prior, or that the router recovers " +
                "the structure.",
            "Read those from their own evidence: the probe (labels or factors), K_prior (prior_mean, " +
                "prior_logvar) and the "
                + "test-time gap (nll_prior).");
    }
}
