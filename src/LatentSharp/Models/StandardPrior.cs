using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Tensors;

namespace LatentSharp.Models;

/// <summary>The fixed prior N(0, I), the same for every condition.</summary>
/// <param name="latentDimensions">The number of latent dimensions.</param>
public sealed class StandardPrior(int latentDimensions) : IPrior
{
    private Tensor zeros = new(new Shape(0, latentDimensions));

    /// <inheritdoc/>
    public DiagonalNormal Forward(Variable condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        int batch = condition.Shape[0];
        if (zeros.Shape[0] != batch)
            zeros = new Tensor(new Shape(batch, latentDimensions));
        Variable zero = condition.Tape.Constant(zeros);
        return new DiagonalNormal(zero, zero);
    }
}
