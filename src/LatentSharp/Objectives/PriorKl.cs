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

    /// <summary>What is known about this term.</summary>
    public static TermInfo Info { get; } =
        new(TermName, "KL(q(z|x,y) || p(z|x)), summed over latent dimensions", "nats", DrawPlan.Posterior, 1);

    /// <inheritdoc/>
    public string Name => TermName;

    /// <inheritdoc/>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Posterior.Divergence(output.Prior);
    }
}
