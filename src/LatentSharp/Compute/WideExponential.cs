using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LatentSharp.Compute;

/// <summary>
/// The exponential of float64 vectors: e^x = 2^k e^r with k = round(x / ln 2), so that |r| is at most ln(2) / 2, and
/// e^r = 1 + r + r^2 (1/2! + r/3! + ... + r^11/13!). Against <see cref="Vector512.Exp(Vector512{double})"/> it is
/// inlined from the first call on and gives e^x - 1 - x of the same series; <c>benchmarks/reading</c> is the pass that
/// it was written for. Eight lanes are as fast as four where the hardware has only those.
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
    public static Vector512<double> Exp(Vector512<double> x)
    {
        Vector512<double> k = Reduce(x, out Vector512<double> r);
        return Scale(Vector512<double>.One + (r + Excess(r)), k);
    }

    /// <summary>e^x - 1 - x, which is at least 0; near 0 it is the series' own tail, and nothing cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ExpMinusOneMinus(Vector512<double> x)
    {
        Vector512<double> k = Reduce(x, out Vector512<double> r), excess = Excess(r);
        Vector512<double> far = Scale(Vector512<double>.One + (r + excess), k) - Vector512<double>.One - x;
        return Vector512.ConditionalSelect(Vector512.Equals(k, Vector512<double>.Zero), excess, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Reduce(Vector512<double> x, out Vector512<double> r)
    {
        Vector512<double> bounded = Vector512.MinNative(
            Vector512.MaxNative(x, Vector512.Create(-Range)),
            Vector512.Create(Range));
        Vector512<double> k = Vector512.Floor(bounded * Vector512.Create(1.4426950408889634) + Vector512.Create(0.5));
        r = bounded - k * Vector512.Create(Ln2High) - k * Vector512.Create(Ln2Low);
        return k;
    }

    // e^r - 1 - r. Even and odd powers are summed apart: the two chains of dependent steps run side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Excess(Vector512<double> r)
    {
        Vector512<double> square = r * r;
        Vector512<double> even = Vector512.Create(1d / 479001600), odd = Vector512.Create(1d / 6227020800);
        even = Vector512.MultiplyAddEstimate(even, square, Vector512.Create(1d / 3628800));
        odd = Vector512.MultiplyAddEstimate(odd, square, Vector512.Create(1d / 39916800));
        even = Vector512.MultiplyAddEstimate(even, square, Vector512.Create(1d / 40320));
        odd = Vector512.MultiplyAddEstimate(odd, square, Vector512.Create(1d / 362880));
        even = Vector512.MultiplyAddEstimate(even, square, Vector512.Create(1d / 720));
        odd = Vector512.MultiplyAddEstimate(odd, square, Vector512.Create(1d / 5040));
        even = Vector512.MultiplyAddEstimate(even, square, Vector512.Create(1d / 24));
        odd = Vector512.MultiplyAddEstimate(odd, square, Vector512.Create(1d / 120));
        even = Vector512.MultiplyAddEstimate(even, square, Vector512.Create(1d / 2));
        odd = Vector512.MultiplyAddEstimate(odd, square, Vector512.Create(1d / 6));
        return Vector512.MultiplyAddEstimate(odd, r, even) * square;
    }

    // 2^k in two factors: a subnormal result is rounded once, and neither factor leaves float64.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Scale(Vector512<double> value, Vector512<double> k)
    {
        Vector512<double> half = Vector512.Floor(k * Vector512.Create(0.5));
        return value * PowerOfTwo(half) * PowerOfTwo(k - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<double> k) =>
        Vector512.AsDouble(Vector512.ShiftLeft(Vector512.AsInt64(k + Vector512.Create(ExponentBits)), 52));
}
