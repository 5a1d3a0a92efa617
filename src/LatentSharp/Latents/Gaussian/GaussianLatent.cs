using LatentSharp.Autodiff;
using LatentSharp.Distributions;

namespace LatentSharp.Latents.Gaussian;

/// <summary>A Gaussian latent with independent dimensions: N(mu, diag v) for every example.</summary>
/// <param name="distribution">mu and ln v of the batch.</param>
public sealed class GaussianLatent(DiagonalNormal distribution) : IHasEntropy, IHasMarginal, IHasDivergenceParts
{
    /// <summary>The equations of a diagonal normal.</summary>
    public DiagonalNormal Distribution { get; } = distribution;

    /// <summary>mu, [batch, latent].</summary>
    public Variable Mean => Distribution.Mean;

    /// <summary>ln v, [batch, latent].</summary>
    public Variable LogVariance => Distribution.LogVariance;

    /// <summary>
    /// The share of log-variances that a soft range acts on, between 0 and 1; null where there is no range.
    /// </summary>
    public double? ShareOutOfRange =>
        Range is { } range && UnboundedLogVariance is { } raw ? range.ShareOutside(raw.Value) : null;

    /// <inheritdoc/>
    public bool IsStandard { get; init; }

    /// <inheritdoc/>
    public LatentFamily Family => FamilyOf(Mean.Shape.Last);

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parts => [Mean, LogVariance];

    /// <summary>The soft range that was applied to the log-variances; null without one.</summary>
    internal LogVarianceRange? Range { get; init; }

    /// <summary>The log-variances before the range was applied, [batch, latent]; null without one.</summary>
    internal Variable? UnboundedLogVariance { get; init; }

    /// <summary>The family of Gaussian latents of a width.</summary>
    /// <param name="dimensions">The number of latent dimensions.</param>
    public static LatentFamily FamilyOf(int dimensions) => new("gaussian", dimensions, ["mean", "logvar"]);

    /// <summary>The means as the one draw of every example.</summary>
    public LatentDraws AtMean() => new(Mean, Count: 1);

    /// <inheritdoc/>
    public LatentDraws Draw(int count, INoise noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        Variable draws = noise.Normal(Mean.Tape, count, Mean.Shape[0], Mean.Shape.Last);
        return new LatentDraws(Distribution.Repeat(count).Reparameterize(draws), count);
    }

    /// <inheritdoc/>
    public Variable LogProbability(Variable latent)
    {
        ArgumentNullException.ThrowIfNull(latent);
        return Distribution.Repeat(latent.Shape[0] / Math.Max(Mean.Shape[0], 1)).LogProbability(latent);
    }

    /// <inheritdoc/>
    public Variable Divergence(ILatent prior) => DiagonalNormal.Divergence(Distribution, Normal(prior));

    /// <inheritdoc/>
    public Variable DivergencePerDimension(ILatent prior) =>
        DiagonalNormal.DivergencePerDimension(Distribution, Normal(prior));

    /// <inheritdoc/>
    public Variable Entropy() => Distribution.Entropy();

    /// <inheritdoc/>
    public Variable MarginalDivergence() => Distribution.MarginalDivergenceFromUnit();

    private static DiagonalNormal Normal(ILatent prior) =>
        prior is GaussianLatent gaussian
            ? gaussian.Distribution
            : throw new ArgumentException(
                $"The KL of a Gaussian latent is to a Gaussian prior; this one is {prior?.Family.Name ?? "missing"}.");
}
