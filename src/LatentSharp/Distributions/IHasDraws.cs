using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Distributions;

/// <summary>A likelihood that targets can be drawn from.</summary>
public interface IHasDraws
{
    /// <summary>Draws a target for every row: [batch, target].</summary>
    /// <param name="stream">The random numbers, taken from the stream's beginning.</param>
    Tensor Draw(RandomStream stream);
}
