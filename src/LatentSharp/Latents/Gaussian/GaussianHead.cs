using LatentSharp.Autodiff;
using LatentSharp.Distributions;

namespace LatentSharp.Latents.Gaussian;

/// <summary>
/// Reads a diagonal normal off a network's outputs: the first half are means, the second log-variances.
/// </summary>
internal static class GaussianHead
{
    /// <summary>[batch, 2 dimensions] to a distribution over [batch, dimensions].</summary>
    public static GaussianLatent Read(Variable outputs, LogVarianceRange? range)
    {
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
