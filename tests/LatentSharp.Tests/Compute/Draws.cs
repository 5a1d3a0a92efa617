using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Compute;

/// <summary>Fixed random tensors for tests; equal arguments give equal numbers.</summary>
internal static class Draws
{
    /// <summary>Normal draws around 0.</summary>
    public static Tensor Normal(Shape shape, ulong step, float deviation = 1f)
    {
        var tensor = new Tensor(shape);
        new RandomStream(20, RandomPurpose.Synthesis, step).FillNormal(tensor.Span);
        foreach (ref float x in tensor.Span)
            x *= deviation;
        return tensor;
    }

    /// <summary>Draws from [0.5, 2.5), where logarithms and quotients are tame.</summary>
    public static Tensor Positive(Shape shape, ulong step)
    {
        var tensor = new Tensor(shape);
        new RandomStream(20, RandomPurpose.Synthesis, step).FillUniform(tensor.Span);
        foreach (ref float x in tensor.Span)
            x = 0.5f + 2f * x;
        return tensor;
    }
}
