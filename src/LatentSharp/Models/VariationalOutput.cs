using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>What a pass through a model computes from a batch.</summary>
/// <param name="Encoding">q(z|x,y) and p(z|x).</param>
/// <param name="Draws">z drawn from the posterior; null without a latent.</param>
/// <param name="Likelihood">p(y|x,z) at each of the draws, or p(y|x) without a latent.</param>
public sealed record VariationalOutput(Encoding Encoding, LatentDraws? Draws, IConditionalLikelihood Likelihood)
{
    private (Variable Target, Variable Value)? logLikelihood;

    /// <summary>q(z|x,y).</summary>
    /// <exception cref="InvalidOperationException">The model has no latent.</exception>
    public ILatent Posterior => Encoding.Posterior ?? throw NoLatent();

    /// <summary>p(z|x).</summary>
    /// <exception cref="InvalidOperationException">The model has no latent.</exception>
    public ILatent Prior => Encoding.Prior ?? throw NoLatent();

    /// <summary>All z drawn from p(z|x); null where none was asked for.</summary>
    public LatentDraws? PriorDraws { get; init; }

    /// <summary>
    /// z drawn from the router that is differentiated: all draws, or the one chosen among them; null where none was
    /// asked for.
    /// </summary>
    public LatentDraws? RouterDraws { get; init; }

    /// <summary>p(y|x,z) at <see cref="RouterDraws"/>; null where none were asked for.</summary>
    public IConditionalLikelihood? RouterLikelihood { get; init; }

    /// <summary>
    /// log (1/k) sum_i p(y|x,z_i) over all k draws from the router, [batch], where <see cref="RouterLikelihood"/> is
    /// that of the one draw chosen among them; null where it is that of all.
    /// </summary>
    public Variable? RouterLogLikelihood { get; init; }

    /// <summary>
    /// log p(y|x,z) at every draw from the posterior: [draws * batch]. Terms that share it compute it once.
    /// </summary>
    /// <param name="target">y, [batch, target].</param>
    public Variable LogLikelihood(Variable target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (logLikelihood?.Target != target)
            logLikelihood = (target, Likelihood.LogProbability(target.Repeat(Draws?.Count ?? 1)));
        return logLikelihood.Value.Value;
    }

    /// <summary>log p(y|x,z) at every draw from the router: [draws * batch].</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    internal Variable LogLikelihoodAtRouterDraws(Variable target) =>
        this is not { RouterDraws: { } draws, RouterLikelihood: { } likelihood }
            ? throw new InvalidOperationException("There are no draws from the router; ask VariationalPass for some.")
        : ReferenceEquals(likelihood, Likelihood) ? LogLikelihood(target)
        : likelihood.LogProbability(target.Repeat(draws.Count));

    /// <summary>E_q[f], by the draws: [draws * batch] to [batch]; f itself without a latent.</summary>
    /// <param name="perDraw">f at every draw from the posterior, [draws * batch].</param>
    public Variable Expectation(Variable perDraw) => Draws?.Expectation(perDraw) ?? perDraw;

    private static InvalidOperationException NoLatent() =>
        new("The model has no latent: there is no q and no p; leave out the terms and quantities that ask for them.");
}
