using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// K_prior = KL( q(z|x,y) || p(z|x) ), in closed form, over the whole latent, in nats (Sohn, Lee and Yan 2015,
/// equation 4). It measures how far q is from p, not how broad either is.
/// </summary>
public sealed class PriorKl : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "prior_kl";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "K_prior = KL(q(z|x,y) || p(z|x))",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 1)
    {
        WeightHelp = "beta, the weight of the prior KL",
        WarmupHelp = "steps over which beta rises from 0, in every cycle",
    };

    /// <inheritdoc/>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Posterior.Divergence(output.Prior);
    }
}
