using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>p(y|x,z): generates.</summary>
public interface IDecoder
{
    /// <summary>The likelihood at every draw of z, or of every example where there is no z.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="latent">Draws of z for the batch; null for a model without a latent.</param>
    /// <returns>A likelihood over [draws * batch] targets.</returns>
    IConditionalLikelihood Forward(Variable condition, LatentDraws? latent);
}
