using LatentSharp.Autodiff;

namespace LatentSharp.Latents;

/// <summary>A latent whose mean over a batch can be held against the family's standard distribution.</summary>
public interface IHasMarginal : ILatent
{
    /// <summary>
    /// KL of the batch's mean distribution to the standard one, in nats, a scalar: N(0, I) for normals, which the mean
    /// is matched to by its moments; the uniform distribution where values are counted.
    /// </summary>
    Variable MarginalDivergence();
}
