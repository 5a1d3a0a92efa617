using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>
/// The share of the latent's total variance that is sampling noise: V_d / (V_d + Var_n mu_nd). Unlike V_post it does
/// not change when a dimension is rescaled.
/// </summary>
/// <param name="Mean">The mean over dimensions, with its standard error over examples.</param>
/// <param name="PerDimension">[D]</param>
/// <param name="MeanVariance">Var_n mu_nd, the population variance of the posterior means, [D].</param>
public sealed record NoiseShare(
    Estimate Mean,
    ImmutableArray<double> PerDimension,
    ImmutableArray<double> MeanVariance);
