using LatentSharp.Autodiff;
using LatentSharp.Distributions;

namespace LatentSharp.Models;

/// <summary>What a conditional variational autoencoder computes from a batch.</summary>
/// <param name="Posterior">q(z|x,y) over [batch, latent].</param>
/// <param name="Prior">p(z|x) over [batch, latent].</param>
/// <param name="Latent">z drawn from the posterior, [batch, latent].</param>
/// <param name="Likelihood">p(y|x,z).</param>
public sealed record VariationalOutput(DiagonalNormal Posterior, DiagonalNormal Prior, Variable Latent, ILikelihood Likelihood);
