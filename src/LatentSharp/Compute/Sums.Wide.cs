using System.Numerics;
using System.Runtime.InteropServices;

namespace LatentSharp.Compute;

/// <content>
/// Sums of float64 elements, in an order that depends on their number alone. Those of TensorPrimitives begin their
/// vectors at an aligned address: their last digits depend on where the runtime happened to put the array.
/// </content>
internal static partial class Sums
{
    /// <summary>The sum of all elements.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> lanes = Vector<double>.Zero;
        foreach (Vector<double> vector in vectors)
            lanes += vector;
        double sum = Vector.Sum(lanes);
        foreach (double value in values[(vectors.Length * Vector<double>.Count)..])
            sum += value;
        return sum;
    }

    /// <summary>The sum of the products of elements at the same place.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double OfProducts(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length)
            throw new ArgumentException(
                $"Sums: {left.Length} values were given with {right.Length}; the lengths must agree.");
        ReadOnlySpan<Vector<double>> l = MemoryMarshal.Cast<double, Vector<double>>(left),
            r = MemoryMarshal.Cast<double, Vector<double>>(right);
        Vector<double> lanes = Vector<double>.Zero;
        for (int i = 0; i < l.Length; i++)
            lanes += l[i] * r[i];
        double sum = Vector.Sum(lanes);
        for (int i = l.Length * Vector<double>.Count; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }

    /// <summary>The sum of the squares of all elements.</summary>
    public static double OfSquares(ReadOnlySpan<double> values) => OfProducts(values, values);
}
