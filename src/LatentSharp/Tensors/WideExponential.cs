using System.Numerics;
using System.Runtime.CompilerServices;

namespace LatentSharp.Tensors;

/// <summary>
/// The exponential of float64 vectors: e^x = 2^k e^r with k = round(x / ln 2), so that |r| is at most ln(2) / 2, and
/// e^r = 1 + r + r^2 (1/2! + r/3! + ... + r^11/13!). Against <see cref="Vector.Exp(Vector{double})"/> it is inlined
/// from the first call on and shares its reduction with e^x - 1 - x, which together more than halves a pass of
/// <c>benchmarks/reading</c>.
/// </summary>
internal static class WideExponential
{
    // Beyond it e^x is 0 or infinite, and 2^k is still a product of two powers that float64 holds.
    private const double Range = 1400;

    // ln 2 in two parts; the first has 21 trailing zeros, so that its product with k is exact.
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    // Added to a whole number, it leaves that number with an exponent's bias in the low bits.
    private const double ExponentBits = (1L << 52) + 1023;

    /// <summary>e^x, within two units in the last place; 0 or infinite where float64 ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exp(Vector<double> x)
    {
        Vector<double> k = Reduce(x, out Vector<double> r);
        return Scale(Vector<double>.One + (r + Excess(r)), k);
    }

    /// <summary>e^x - 1 - x, which is at least 0; near 0 it is the series' own tail, and nothing cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> ExpMinusOneMinus(Vector<double> x)
    {
        Vector<double> k = Reduce(x, out Vector<double> r), excess = Excess(r);
        Vector<double> far = Scale(Vector<double>.One + (r + excess), k) - Vector<double>.One - x;
        return Vector.ConditionalSelect(Vector.Equals(k, Vector<double>.Zero), excess, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Reduce(Vector<double> x, out Vector<double> r)
    {
        Vector<double> bounded = Vector.MinNative(Vector.MaxNative(x, new Vector<double>(-Range)), new Vector<double>(Range));
        Vector<double> k = Vector.Floor(bounded * new Vector<double>(1.4426950408889634) + new Vector<double>(0.5));
        r = bounded - k * new Vector<double>(Ln2High) - k * new Vector<double>(Ln2Low);
        return k;
    }

    // e^r - 1 - r. Even and odd powers are summed apart: the two chains of dependent steps run side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Excess(Vector<double> r)
    {
        Vector<double> square = r * r;
        Vector<double> even = new(1d / 479001600), odd = new(1d / 6227020800);
        even = Vector.MultiplyAddEstimate(even, square, new Vector<double>(1d / 3628800));
        odd = Vector.MultiplyAddEstimate(odd, square, new Vector<double>(1d / 39916800));
        even = Vector.MultiplyAddEstimate(even, square, new Vector<double>(1d / 40320));
        odd = Vector.MultiplyAddEstimate(odd, square, new Vector<double>(1d / 362880));
        even = Vector.MultiplyAddEstimate(even, square, new Vector<double>(1d / 720));
        odd = Vector.MultiplyAddEstimate(odd, square, new Vector<double>(1d / 5040));
        even = Vector.MultiplyAddEstimate(even, square, new Vector<double>(1d / 24));
        odd = Vector.MultiplyAddEstimate(odd, square, new Vector<double>(1d / 120));
        even = Vector.MultiplyAddEstimate(even, square, new Vector<double>(1d / 2));
        odd = Vector.MultiplyAddEstimate(odd, square, new Vector<double>(1d / 6));
        return Vector.MultiplyAddEstimate(odd, r, even) * square;
    }

    // 2^k in two factors: a subnormal result is rounded once, and neither factor leaves float64.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Scale(Vector<double> value, Vector<double> k)
    {
        Vector<double> half = Vector.Floor(k * new Vector<double>(0.5));
        return value * PowerOfTwo(half) * PowerOfTwo(k - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> PowerOfTwo(Vector<double> k) =>
        Vector.AsVectorDouble(Vector.ShiftLeft(Vector.AsVectorInt64(k + new Vector<double>(ExponentBits)), 52));
}
