using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Latents.Categorical;
using LatentSharp.Latents.Gaussian;

namespace LatentSharp.Models;

/// <summary>How q and p of a family are read off a network's outputs.</summary>
/// <param name="Family">The family.</param>
/// <param name="Outputs">The numbers that the network ends in.</param>
/// <param name="Read">[batch, outputs] to a distribution.</param>
internal sealed record LatentHead(LatentFamily Family, int Outputs, Func<Variable, ILatent> Read)
{
    /// <summary>The head of a model.</summary>
    public static LatentHead Of(CvaeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Latent == LatentKind.Gaussian)
            return new LatentHead(
                GaussianLatent.FamilyOf(options.LatentDimensions),
                2 * options.LatentDimensions,
                outputs => GaussianHead.Read(outputs, options.LogVarianceRange));
        var family = CategoricalLatent.FamilyOf(options.LatentVariables, options.LatentValues);
        return new LatentHead(
            family,
            family.Width,
            outputs => new CategoricalLatent(outputs, options.LatentValues));
    }
}
