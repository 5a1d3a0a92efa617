using LatentSharp.Autodiff;

namespace LatentSharp.Latents;

/// <summary>A latent whose KL to a prior is a sum over its dimensions, or over its variables.</summary>
public interface IHasDivergenceParts : ILatent
{
    /// <summary>The summands of <see cref="ILatent.Divergence"/>, in nats: [batch, dimensions].</summary>
    /// <param name="prior">A distribution of the same family and batch.</param>
    /// <exception cref="ArgumentException">The prior is of another family.</exception>
    Variable DivergencePerDimension(ILatent prior);
}
