using LatentSharp.Autodiff;
using LatentSharp.Distributions;

namespace LatentSharp.Latents.Gaussian;

/// <summary>
/// Reads a diagonal normal off a network's outputs: the first half are means, the second log-variances.
/// </summary>
public static class GaussianHead
{
    /// <summary>[batch, 2 * latent] to a distribution over [batch, latent].</summary>
    /// <param name="outputs">mu, then ln v, side by side: [batch, 2 * latent].</param>
    /// <param name="range">A soft range for ln v; null leaves it as it is.</param>
    /// <exception cref="ArgumentException">The outputs have an odd number of columns.</exception>
    public static GaussianLatent Read(Variable outputs, LogVarianceRange? range = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Shape.Rank != 2 || outputs.Shape.Last % 2 != 0)
            throw new ArgumentException(
                $"GaussianHead: the outputs have shape {outputs.Shape}; give [batch, 2 * latent], means first.");
        int dimensions = outputs.Shape.Last / 2;
        Variable mean = outputs.Columns(0, dimensions), raw = outputs.Columns(dimensions, dimensions);
        return range is null
            ? new GaussianLatent(new DiagonalNormal(mean, raw))
            : new GaussianLatent(new DiagonalNormal(mean, range.Apply(raw)))
            {
                Range = range,
                UnboundedLogVariance = raw,
            };
    }
}
