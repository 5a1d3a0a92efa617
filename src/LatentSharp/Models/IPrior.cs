using LatentSharp.Autodiff;
using LatentSharp.Distributions;

namespace LatentSharp.Models;

/// <summary>p(z|x): chooses z when the answer is not known.</summary>
public interface IPrior
{
    /// <summary>The prior of a batch, over [batch, latent].</summary>
    /// <param name="condition">x, [batch, condition].</param>
    DiagonalNormal Forward(Variable condition);
}
