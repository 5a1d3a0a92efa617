using LatentSharp.Distributions;
using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>What a model says of z before any is drawn.</summary>
/// <param name="Posterior">
/// q(z|x,y), the prior itself where there is no inference network; null without a latent.
/// </param>
/// <param name="Prior">p(z|x); null without a latent.</param>
/// <param name="Guess">What the plain network that the router listens to says of y; null without one.</param>
public sealed record Encoding(ILatent? Posterior, ILatent? Prior, IConditionalLikelihood? Guess = null);
