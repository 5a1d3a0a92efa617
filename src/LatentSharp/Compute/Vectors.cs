using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LatentSharp.Compute;

/// <summary>
/// Reading and writing runs of float32 as hardware vectors, short ends included. A whole vector costs one comparison
/// and one unaligned access; slicing spans instead costs several times that in the element-wise passes of a step.
/// </summary>
internal static class Vectors
{
    /// <summary>Lanes per vector.</summary>
    public static int Width => Vector<float>.Count;

    /// <summary>The vector at <paramref name="start"/>; lanes beyond the end of the span are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ReadOnlySpan<float> values, int start) =>
        values.Length - start >= Vector<float>.Count && start >= 0
            ? Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start)
            : LoadEnd(values[start..]);

    /// <summary>
    /// Writes a vector to the elements at <paramref name="start"/>; lanes beyond the end of the span are dropped.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Span<float> target, int start, Vector<float> values)
    {
        if (target.Length - start >= Vector<float>.Count && start >= 0)
            values.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)start);
        else
            StoreEnd(target[start..], values);
    }

    /// <summary>
    /// Adds a vector to the elements at <paramref name="start"/>; lanes beyond the end of the span are dropped.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Span<float> target, int start, Vector<float> values) =>
        Store(target, start, Load(target, start) + values);

    /// <summary>Keeps the first <paramref name="count"/> lanes and makes the others zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> First(Vector<float> values, int count) =>
        count >= Vector<float>.Count
            ? values
            : Vector.ConditionalSelect(
                Vector.LessThan(Vector<float>.Indices, new Vector<float>(count)),
                values,
                Vector<float>.Zero);

    private static Vector<float> LoadEnd(ReadOnlySpan<float> end)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        end.CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    private static void StoreEnd(Span<float> end, Vector<float> values)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        values.CopyTo(lanes);
        lanes[..end.Length].CopyTo(end);
    }
}
