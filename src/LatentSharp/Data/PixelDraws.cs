using System.Buffers;
using LatentSharp.Compute.Randomness;

namespace LatentSharp.Data;

/// <summary>
/// Draws bits from grey values: a pixel is 1 with the probability that is its value. All pixels of an image, in the
/// condition or in the target, come from one draw of the whole image.
/// </summary>
/// <param name="layout">Where the columns lie in the image.</param>
/// <param name="images">
/// The number of each example's image in the data as it was read, which its draws follow from.
/// </param>
internal sealed class PixelDraws(ImageLayout layout, int[] images)
{
    /// <summary>The draws of some of the examples.</summary>
    public PixelDraws Of(ReadOnlySpan<int> indices)
    {
        int[] chosen = new int[indices.Length];
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = images[indices[i]];
        return new PixelDraws(layout, chosen);
    }

    /// <summary>Replaces an example's grey values by the draw that is made once, whatever the run's seed.</summary>
    public void ApplyOnce(int example, Span<float> condition, Span<float> target) =>
        Apply(seed: 0, (uint)images[example], condition, target);

    /// <summary>Replaces an example's grey values by the draw of an epoch.</summary>
    public void Apply(ulong seed, int epoch, int example, Span<float> condition, Span<float> target) =>
        Apply(seed, (ulong)(epoch + 1L) << 32 | (uint)images[example], condition, target);

    private void Apply(ulong seed, ulong step, Span<float> condition, Span<float> target)
    {
        // Rented, because a step allocates nothing and two runs may share the data.
        float[] rented = ArrayPool<float>.Shared.Rent(layout.Width * layout.Height);
        Span<float> uniform = rented.AsSpan(0, layout.Width * layout.Height);
        new RandomStream(seed, RandomPurpose.Binarization, step).FillUniform(uniform);
        Compare(uniform, layout.ConditionPixels.AsSpan(), condition);
        Compare(uniform, layout.TargetPixels.AsSpan(), target);
        ArrayPool<float>.Shared.Return(rented);
    }

    // A condition that is a label has no pixels, and stays.
    private static void Compare(ReadOnlySpan<float> uniform, ReadOnlySpan<int> pixels, Span<float> values)
    {
        for (int i = 0; i < pixels.Length; i++)
            values[i] = uniform[pixels[i]] < values[i] ? 1 : 0;
    }
}
