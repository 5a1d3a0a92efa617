using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Tensors;

namespace LatentSharp.Models;

/// <summary>The fixed prior N(0, I), the same for every condition.</summary>
/// <param name="latentDimensions">The number of latent dimensions.</param>
public sealed class StandardPrior(int latentDimensions) : IPrior
{
    // A cache, not state: callers on other threads may replace it, and each works on the zeros it took.
    private Tensor zeros = new(new Shape(0, latentDimensions));

    /// <inheritdoc/>
    public LatentFamily Latent { get; } = GaussianLatent.FamilyOf(latentDimensions);

    /// <inheritdoc/>
    public Routing Forward(Variable condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Tensor taken = zeros;
        if (taken.Shape[0] != condition.Shape[0])
            zeros = taken = new Tensor(new Shape(condition.Shape[0], latentDimensions));
        Variable zero = condition.Tape.Constant(taken);
        return new(new GaussianLatent(new DiagonalNormal(zero, zero)) { IsStandard = true });
    }
}
