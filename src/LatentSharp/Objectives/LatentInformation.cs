using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// KL( p(z|x,y) || p(z|x) ) in nats, over all values of z: what y tells of z beside x. Its mean over y ~ p(y|x) is
/// I(z;y|x): 0 where z is not used, ln K at most for K values.
/// </summary>
public sealed class LatentInformation : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "latent_information";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "KL(p(z|x,y) || p(z|x)), whose mean over y ~ p(y|x) is I(z;y|x)",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = ", where z has few values",
    };

    /// <inheritdoc/>
    public bool AppliesTo(LatentFamily family) => ExactPosterior.IsKnownOf(family);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The draws of z are not all of its values.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        LatentDraws exact = ExactPosterior.Of(output, target, TermName);
        return exact.Expectation(exact.LogWeights! - output.Prior.LogProbability(exact.Values));
    }
}
