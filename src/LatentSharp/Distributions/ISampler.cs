using LatentSharp.Tensors;

namespace LatentSharp.Distributions;

/// <summary>A likelihood that targets can be drawn from, once their means are computed.</summary>
public interface ISampler : IHasMean
{
    /// <summary>
    /// Whether a draw is made of standard normal numbers; otherwise it is made of uniform ones from [0, 1).
    /// </summary>
    bool DrawsFromNormal { get; }

    /// <summary>Turns random numbers into targets.</summary>
    /// <param name="mean">What <see cref="IHasMean.Mean"/> has computed, [batch, target].</param>
    /// <param name="numbers">[batch * target]: random numbers before, one for each element, and y after.</param>
    void Draw(Tensor mean, Span<float> numbers);
}
