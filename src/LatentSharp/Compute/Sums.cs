using System.Numerics;
using System.Runtime.InteropServices;

namespace LatentSharp.Compute;

/// <summary>
/// Sums of float32 elements accumulated in float64, so that millions of terms keep float32's own accuracy.
/// </summary>
internal static partial class Sums
{
    /// <summary>The sum of all elements.</summary>
    public static double Of(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var total = default(WideSum);
        foreach (Vector<float> vector in vectors)
            total.Add(vector);
        double sum = total.Total;
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
            sum += value;
        return sum;
    }

    /// <summary>The sum of the squares of all elements.</summary>
    public static double OfSquares(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        // Four sums side by side: one would wait for its last addition, not for memory.
        WideSum total0 = default, total1 = default, total2 = default, total3 = default;
        int i = 0;
        for (; i <= vectors.Length - 4; i += 4)
        {
            total0.AddSquare(vectors[i]);
            total1.AddSquare(vectors[i + 1]);
            total2.AddSquare(vectors[i + 2]);
            total3.AddSquare(vectors[i + 3]);
        }

        for (; i < vectors.Length; i++)
            total0.AddSquare(vectors[i]);
        double sum = total0.Total + total1.Total + (total2.Total + total3.Total);
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
            sum += (double)value * value;
        return sum;
    }
}

/// <summary>A running float64 sum of float32 vectors.</summary>
internal struct WideSum
{
    private Vector<double> low, high;

    /// <summary>The sum so far.</summary>
    public readonly double Total => Vector.Sum(low + high);

    /// <summary>The sum so far of each lane.</summary>
    public readonly Vector<float> Lanes => Vector.Narrow(low, high);

    /// <summary>Adds every lane.</summary>
    public void Add(Vector<float> values)
    {
        Vector.Widen(values, out Vector<double> l, out Vector<double> h);
        low += l;
        high += h;
    }

    /// <summary>Adds the square of every lane, multiplied in float64.</summary>
    public void AddSquare(Vector<float> values)
    {
        Vector.Widen(values, out Vector<double> l, out Vector<double> h);
        low += l * l;
        high += h * h;
    }
}
