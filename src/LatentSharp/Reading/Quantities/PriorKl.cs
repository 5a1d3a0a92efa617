using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>
/// K = mean_n KL(q_n || p_n), in nats: in closed form where the arrays of both are there, otherwise estimated from
/// draws of q as the mean of log q - log p.
/// </summary>
/// <param name="Total">K, with its standard error over examples.</param>
/// <param name="Parts">
/// K of each dimension of a Gaussian latent and its parts; null of any other, and where K is estimated from draws.
/// </param>
public sealed record PriorKl(Estimate Total, PriorKlParts? Parts)
{
    /// <summary>K of each variable of a categorical latent, [M]; null of any other.</summary>
    public ImmutableArray<double>? PerVariable { get; init; }

    /// <summary>Whether K is estimated from draws rather than in closed form.</summary>
    public bool IsEstimated => Parts is null && PerVariable is null;
}

/// <summary>
/// K of each dimension, mean_n KL(q_nd || p_nd), which is a variance part 1/2 (v/s - 1 - ln(v/s)) and a mean part
/// 1/2 (mu - m)^2 / s.
/// </summary>
/// <param name="PerDimension">K_d, [D].</param>
/// <param name="Variance">The variance part per dimension, [D].</param>
/// <param name="Mean">The mean part per dimension, [D].</param>
public sealed record PriorKlParts(
    ImmutableArray<double> PerDimension,
    ImmutableArray<double> Variance,
    ImmutableArray<double> Mean);
