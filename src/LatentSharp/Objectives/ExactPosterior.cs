using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// p(z|x,y) = p(z|x) p(y|x,z) / sum_z p(z|x) p(y|x,z), where all values of z are gone through: what q approximates.
/// </summary>
internal static class ExactPosterior
{
    /// <summary>Whether all values of a family's z are gone through.</summary>
    public static bool IsKnownOf(LatentFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return family.IsEnumerated;
    }

    /// <summary>The values of z, weighted by log p(z|x,y) in place of log q(z|x,y).</summary>
    /// <param name="output">What the model computed.</param>
    /// <param name="target">y, [batch, target].</param>
    /// <param name="term">The term that asks.</param>
    /// <exception cref="ArgumentException">The draws of z are not all of its values.</exception>
    public static LatentDraws Of(VariationalOutput output, Variable target, string term)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.Draws is not { LogWeights: not null } all)
            throw new ArgumentException(
                $"{term} takes all values of z, and there are samples; give it a latent of few values.");
        Variable joint = output.Prior.LogProbability(all.Values) + output.LogLikelihood(target),
            evidence = joint.LogMeanExpOverDraws(all.Count).Affine(1f, MathF.Log(all.Count));
        return all with { LogWeights = joint - evidence.Repeat(all.Count) };
    }
}
