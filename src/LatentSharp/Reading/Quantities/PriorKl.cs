namespace LatentSharp.Reading.Quantities;

/// <summary>
/// K = mean_n sum_d KL(q_nd || p_nd), in nats, split into a variance part 1/2 (v/s - 1 - ln(v/s)) and a mean part
/// 1/2 (mu - m)^2 / s.
/// </summary>
/// <param name="Total">K, with its standard error over examples.</param>
/// <param name="PerDimension">mean_n KL_nd, [D].</param>
/// <param name="VariancePart">The variance part per dimension, [D].</param>
/// <param name="MeanPart">The mean part per dimension, [D].</param>
public sealed record PriorKl(Estimate Total, double[] PerDimension, double[] VariancePart, double[] MeanPart);
