using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// KL( q(z|x,y) || p(z|x,y) ) in nats: by how much R + K_prior lies above -log p(y|x), over all values of z (Cremer, Li
/// and Duvenaud 2018: here the whole of the inference gap, as the family holds every distribution of one variable).
/// </summary>
public sealed class AmortizationGap : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "amortization_gap";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "KL(q(z|x,y) || p(z|x,y)) = R + K_prior + log p(y|x)",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = ", where z has few values and q is a network",
    };

    /// <inheritdoc/>
    public bool AppliesTo(LatentFamily family) => ExactPosterior.IsKnownOf(family);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The draws of z are not all of its values.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        LatentDraws exact = ExactPosterior.Of(output, target, TermName);
        return output.Expectation(output.Draws!.LogWeights! - exact.LogWeights!);
    }
}
