using System.Numerics;

namespace LatentSharp.Tensors;

/// <summary>Functions whose textbook form overflows or cancels, in forms that do neither.</summary>
internal static class StableMath
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|).</summary>
    public static Vector<float> Softplus(Vector<float> x) =>
        Vector.Max(x, Vector<float>.Zero) + LogOnePlus(Vector.Exp(-Vector.Abs(x)));

    /// <summary>
    /// ln(1 + t) for t in [0, 1]. With u = 1 + t rounded, ln(u) t / (u - 1) restores what the rounding lost
    /// (Kahan's correction; Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 1.14.1).
    /// </summary>
    public static Vector<float> LogOnePlus(Vector<float> t)
    {
        Vector<float> u = Vector<float>.One + t, excess = u - Vector<float>.One;
        Vector<float> corrected = Vector.Log(u) * t / excess;
        return Vector.ConditionalSelect(Vector.Equals(excess, Vector<float>.Zero), t, corrected);
    }

    /// <summary>ln(1 + t) for t above -1, by the same correction.</summary>
    public static double LogOnePlus(double t)
    {
        double u = 1 + t;
        return u == 1 ? t : Math.Log(u) * t / (u - 1);
    }

    /// <summary>e^d - 1.</summary>
    public static Vector<float> ExpMinusOne(Vector<float> d) =>
        Vector.ConditionalSelect(IsSmall(d), d + Series(d), Vector.Exp(d) - Vector<float>.One);

    /// <summary>e^d - 1 - d, which is at least 0.</summary>
    public static Vector<float> ExpMinusOneMinus(Vector<float> d) =>
        Vector.ConditionalSelect(IsSmall(d), Series(d), Vector.Exp(d) - Vector<float>.One - d);

    // Where e^d - 1 - d cancels and its series serves instead.
    private static Vector<int> IsSmall(Vector<float> d) => Vector.LessThan(Vector.Abs(d), Vector<float>.One);

    // e^d - 1 - d = d^2 (1/2! + d/3! + d^2/4! + ...)
    private static Vector<float> Series(Vector<float> d)
    {
        // At |d| = 1 the first omitted term, d^12/12!, is below float32's rounding of the sum.
        var series = new Vector<float>(1f / 39916800f);
        series = series * d + new Vector<float>(1f / 3628800f);
        series = series * d + new Vector<float>(1f / 362880f);
        series = series * d + new Vector<float>(1f / 40320f);
        series = series * d + new Vector<float>(1f / 5040f);
        series = series * d + new Vector<float>(1f / 720f);
        series = series * d + new Vector<float>(1f / 120f);
        series = series * d + new Vector<float>(1f / 24f);
        series = series * d + new Vector<float>(1f / 6f);
        series = series * d + new Vector<float>(1f / 2f);
        return series * d * d;
    }
}
