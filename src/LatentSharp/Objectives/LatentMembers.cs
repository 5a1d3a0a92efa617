using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Tensors;

namespace LatentSharp.Objectives;

/// <summary>What terms ask of a latent beyond what every family brings.</summary>
internal static class LatentMembers
{
    /// <summary>The latent as one that has a member.</summary>
    /// <exception cref="ArgumentException">The family does not bring it.</exception>
    public static TMember Bringing<TMember>(this ILatent latent, string term)
        where TMember : class, ILatent =>
        latent as TMember
        ?? throw new ArgumentException(
            $"{term}: the {latent.Family.Name} family brings no {typeof(TMember).Name}; implement it, or leave the " +
                "term out.");

    /// <summary>A statistic of the batch as the value of each of its examples: [batch].</summary>
    public static Variable SpreadOver(this Variable statistic, ILatent latent) =>
        statistic.BroadcastTo(new Shape(latent.Parts[0].Shape[0]));
}
