using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>p(z|x): chooses z when the answer is not known.</summary>
public interface IPrior
{
    /// <summary>The family of z, which the model's posterior shares.</summary>
    LatentFamily Latent { get; }

    /// <summary>The prior of a batch.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    Routing Forward(Variable condition);
}

/// <summary>What a prior makes of a batch.</summary>
/// <param name="Prior">p(z|x).</param>
/// <param name="Guess">What a plain network, whose mean the router saw, says of y; null without one.</param>
public readonly record struct Routing(ILatent Prior, IConditionalLikelihood? Guess = null);
