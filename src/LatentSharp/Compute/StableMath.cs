using System.Numerics;

namespace LatentSharp.Compute;

/// <summary>
/// Functions whose textbook form overflows or cancels, in forms that do neither; <c>ElementwiseBenchmarks</c> times
/// them beside TensorPrimitives.
/// </summary>
internal static class StableMath
{
    // (tanh x / x - 1) / x^2 in powers of x^2 for |x| < 1, and (atanh s / s - 1) / s^2 in powers of s^2 for s <= 1/3,
    // by least squares at 400 Chebyshev points; what is lost is below a tenth of float32's rounding.
    private static readonly float[] TanhSeries =
    [
        -0.333332919f,
        0.133322818f,
        -0.0538759926f,
        0.0214758144f,
        -0.00793032742f,
        0.00228998589f,
        -0.000355227224f,
    ];
    private static readonly double[] AtanhSeries = [0.333333378, 0.199994416, 0.143083384, 0.10715139, 0.121451303];

    /// <summary>1 / (1 + e^-x), in float64: float32's e^-x overflows where the result is still a number.</summary>
    public static Vector<float> Sigmoid(Vector<float> x)
    {
        Vector.Widen(x, out Vector<double> low, out Vector<double> high);
        return Vector.Narrow(
            Vector<double>.One / (Vector<double>.One + Vector.Exp(-low)),
            Vector<double>.One / (Vector<double>.One + Vector.Exp(-high)));
    }

    /// <summary>tanh x: a series for |x| below 1, and 1 - 2 / (e^2|x| + 1) with the sign of x beyond.</summary>
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> size = Vector.Abs(x), square = x * x, two = new(2f);
        Vector<float> near = x + x * square * Polynomial(TanhSeries, square);
        Vector<float> far = Vector<float>.One - two / (Vector.Exp(two * size) + Vector<float>.One);
        return Vector.ConditionalSelect(Vector.LessThan(size, Vector<float>.One), near, Vector.CopySign(far, x));
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|).</summary>
    public static Vector<float> Softplus(Vector<float> x) =>
        Vector.Max(x, Vector<float>.Zero) + SoftplusOfNegative(Vector.Abs(x));

    /// <summary>
    /// ln(1 + e^-x) for x of at least 0, in float64: here an exponential's last digit of float32 would count twice.
    /// </summary>
    public static Vector<float> SoftplusOfNegative(Vector<float> x)
    {
        Vector.Widen(x, out Vector<double> low, out Vector<double> high);
        return Vector.Narrow(LogOnePlus(Vector.Exp(-low)), LogOnePlus(Vector.Exp(-high)));
    }

    // ln(1 + t) = 2 atanh s with s = t / (2 + t), for t in [0, 1].
    private static Vector<double> LogOnePlus(Vector<double> t)
    {
        Vector<double> two = new(2d), s = t / (two + t), square = s * s;
        return two * (s + s * square * Polynomial(AtanhSeries, square));
    }

    /// <summary>
    /// ln(1 + t) for t above -1. With u = 1 + t rounded, ln(u) t / (u - 1) restores what the rounding lost (Kahan's
    /// correction; Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 1.14.1).
    /// </summary>
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

    private static Vector<T> Polynomial<T>(T[] coefficients, Vector<T> x)
        where T : INumber<T>
    {
        var sum = new Vector<T>(coefficients[^1]);
        for (int i = coefficients.Length - 2; i >= 0; i--)
            sum = sum * x + new Vector<T>(coefficients[i]);
        return sum;
    }
}
