using LatentSharp.Autodiff;
using LatentSharp.Distributions;

namespace LatentSharp.Models;

/// <summary>What a conditional variational autoencoder computes from a batch.</summary>
/// <param name="Posterior">q(z|x,y) over [batch, latent].</param>
/// <param name="Prior">p(z|x) over [batch, latent].</param>
/// <param name="Latent">z drawn from the posterior, [draws * batch, latent].</param>
/// <param name="Likelihood">p(y|x,z) at each of them.</param>
public sealed record VariationalOutput(
    DiagonalNormal Posterior,
    DiagonalNormal Prior,
    Variable Latent,
    ILikelihood Likelihood)
{
    private (Variable Target, Variable Value)? logLikelihood;

    /// <summary>Draws of z from the posterior per example.</summary>
    public int Draws { get; init; } = 1;

    /// <summary>z drawn from the router, [draws * batch, latent]; null where none was asked for.</summary>
    public Variable? RouterLatent { get; init; }

    /// <summary>p(y|x,z) at draws from the router, as many batches as draws; null where none were asked for.</summary>
    public ILikelihood? RouterLikelihood { get; init; }

    /// <summary>Draws of z from the router per example that are differentiated.</summary>
    public int RouterDraws { get; init; }

    /// <summary>
    /// log (1/k) sum_i p(y|x,z_i) over all k draws from the router, [batch], where <see cref="RouterLikelihood"/> is
    /// that of the one draw chosen among them; null where it is that of all.
    /// </summary>
    public Variable? RouterLogLikelihood { get; init; }

    /// <summary>p(y|x) of the plain network whose guess the router sees; null without one.</summary>
    public ILikelihood? Guess { get; init; }

    /// <summary>
    /// log p(y|x,z) at every draw from the posterior: [draws * batch]. Terms that share it compute it once.
    /// </summary>
    /// <param name="target">y, [batch, target].</param>
    public Variable LogLikelihood(Variable target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (logLikelihood?.Target != target)
            logLikelihood = (target, Likelihood.LogProbability(target.Repeat(Draws)));
        return logLikelihood.Value.Value;
    }
}
