using System.Numerics;

namespace LatentSharp.Tensors;

/// <summary>Reading and writing runs of float32 as hardware vectors, short ends included.</summary>
internal static class Vectors
{
    /// <summary>Lanes per vector.</summary>
    public static int Width => Vector<float>.Count;

    /// <summary>The vector at <paramref name="start"/>; lanes beyond the end of the span are zero.</summary>
    public static Vector<float> Load(ReadOnlySpan<float> values, int start)
    {
        if (values.Length - start >= Vector<float>.Count)
            return new Vector<float>(values[start..]);
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        values[start..].CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    /// <summary>Writes a vector to the elements at <paramref name="start"/>; lanes beyond the end of the span are dropped.</summary>
    public static void Store(Span<float> target, int start, Vector<float> values)
    {
        if (target.Length - start >= Vector<float>.Count)
        {
            values.CopyTo(target[start..]);
            return;
        }

        Span<float> lanes = stackalloc float[Vector<float>.Count];
        values.CopyTo(lanes);
        lanes[..(target.Length - start)].CopyTo(target[start..]);
    }

    /// <summary>Adds a vector to the elements at <paramref name="start"/>; lanes beyond the end of the span are dropped.</summary>
    public static void Add(Span<float> target, int start, Vector<float> values)
    {
        if (target.Length - start >= Vector<float>.Count)
        {
            Span<float> part = target[start..];
            (new Vector<float>(part) + values).CopyTo(part);
            return;
        }

        Span<float> lanes = stackalloc float[Vector<float>.Count];
        values.CopyTo(lanes);
        for (int i = start; i < target.Length; i++)
            target[i] += lanes[i - start];
    }

    /// <summary>Keeps the first <paramref name="count"/> lanes and makes the others zero.</summary>
    public static Vector<float> First(Vector<float> values, int count) =>
        count >= Vector<float>.Count
            ? values
            : Vector.ConditionalSelect(Vector.LessThan(Vector<float>.Indices, new Vector<float>(count)), values, Vector<float>.Zero);
}
