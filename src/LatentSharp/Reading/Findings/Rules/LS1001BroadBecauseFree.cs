using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// V_post is large, its weight is 0 and the training log, where there is one, shows nothing wrong: the model was free
/// to keep the latent broad.
/// </summary>
internal sealed class LS1001BroadBecauseFree : IRule
{
    /// <inheritdoc/>
    public string Id => "LS1001";

    /// <inheritdoc/>
    public string Name => "Broad because free";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise }
            || reading.PosteriorVarianceRole.Role != VarianceRole.DiagnosticOnly
            || !variance.IsLarge(thresholds))
            return null;
        if (health is { IsHealthy: false })
            return null;
        return new Finding(
            Id, Level,
            $"The model was free to keep the latent broad: V_post is {Figures.Of(variance.Mean)} and its weight is 0.",
            [Cited.PosteriorVariance(variance), Cited.Weight(0), Cited.NoiseShare(noise), .. Cited.Invariants(reading)],
            "It does not say that the optimisation diverged, nor that draws are useless: V_post is in the " +
                "latent's own units, and nothing in the objective asked for less.",
            "Look at the sampling cost and the noise share. Only if draws should stay nearer their means, give "
                + "posterior_variance_weight a small positive value and compare the two readings.");
    }
}
