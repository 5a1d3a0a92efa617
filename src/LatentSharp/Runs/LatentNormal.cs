namespace LatentSharp.Runs;

/// <summary>N(mean, diag variance) over z: what a router or an inference network says of one row.</summary>
/// <param name="Mean">The mean of each latent dimension.</param>
/// <param name="Variance">The variance of each latent dimension.</param>
public sealed record LatentNormal(IReadOnlyList<float> Mean, IReadOnlyList<float> Variance);
