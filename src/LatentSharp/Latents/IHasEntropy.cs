using LatentSharp.Autodiff;

namespace LatentSharp.Latents;

/// <summary>A latent whose entropy has a closed form.</summary>
public interface IHasEntropy : ILatent
{
    /// <summary>H of every example's distribution, in nats: [batch]. Below 0 for narrow densities.</summary>
    Variable Entropy();
}
