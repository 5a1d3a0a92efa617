using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// KL( p(z|x,y) || q(z|x,y) ) in nats, over all values of z: q learns the exact posterior, which is held fixed. It
/// trains q where the objective is -log p(y|x) itself and has no use for it.
/// </summary>
public sealed class PosteriorDistillation : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "posterior_distillation";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "KL(p(z|x,y) || q(z|x,y)), the exact posterior held fixed",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = ", where categorical_estimator follows the likelihood",
    };

    /// <inheritdoc/>
    public bool AppliesTo(LatentFamily family) => ExactPosterior.IsKnownOf(family);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The draws of z are not all of its values.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        LatentDraws exact = ExactPosterior.Of(output, target, TermName);
        exact = exact with { LogWeights = exact.LogWeights!.Detach() };
        return exact.Expectation(exact.LogWeights - output.Draws!.LogWeights!);
    }
}
