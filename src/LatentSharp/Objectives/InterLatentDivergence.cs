using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// ln K - E_q[log p(y|x,z) - log (1/K) sum_j p(y|x,z_j)] over all K values of z, in nats: 0 where every value has y's
/// of its own and q names the one that gives this y, ln K where the decoder makes the same of all. What is subtracted
/// is at most ln K, unlike a pairwise KL of the decoder's distributions, which grows without bound.
/// <para>
/// It is of families whose values are all gone through. Sampled draws of one q are meant to agree on y: over them the
/// expression is never below ln K, whatever the decoder makes of other z.
/// </para>
/// </summary>
public sealed class InterLatentDivergence : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "inter_latent_divergence";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "ln K - E_q[log p(y|x,z) - log (1/K) sum_j p(y|x,z_j)] over the K values of z",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = "; 0: every value gives its own y, ln K: all give the same",
        WeightHelp = "weight of how alike the values of z decode; 0: diagnostic only",
    };

    /// <inheritdoc/>
    public bool AppliesTo(LatentFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return family.IsEnumerated;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The draws are not all values of z.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.Draws is not { LogWeights: not null, Count: int count })
            throw new ArgumentException(
                $"{TermName} goes through all values of z; draws of the {output.Posterior.Family.Name} family are " +
                    "sampled.");
        Variable each = output.LogLikelihood(target);
        return (each.LogMeanExpOverDraws(count) - output.Expectation(each)).Affine(1f, MathF.Log(count));
    }
}
