using System.Numerics;

namespace LatentSharp.Compute;

/// <summary>
/// The complementary error function of float64 vectors, to float32's accuracy far into its tail. TensorPrimitives has
/// none; <c>ElementwiseBenchmarks</c> times GELU, which is made of it.
/// </summary>
internal static class ErrorFunction
{
    // (1 + 2z) e^(z^2) erfc z as a polynomial in t = (z - 2) / (z + 2), the form of Shepherd and Laframboise 1981,
    // "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x"; fitted by least squares at 200 Chebyshev points of
    // 0 <= z <= 13, relative error below 2e-9.
    private static readonly double[] Coefficients =
    [
        1.27697838246, -0.0927638123087, -0.16603049567, 0.164050806393, -0.0542183437232, -0.00802920463477,
        0.00871269592202, 0.00124893885125, -0.00143090846826, -0.000400321794647, 0.000179164790389, 8.40900706128e-05,
    ];

    /// <summary>erfc z = 2 / sqrt(pi) times the integral of e^(-u^2) from z to infinity, for z of at least 0.</summary>
    public static Vector<double> Complement(Vector<double> z)
    {
        Vector<double> two = new(2d), t = (z - two) / (z + two), polynomial = new(Coefficients[^1]);
        for (int i = Coefficients.Length - 2; i >= 0; i--)
            polynomial = polynomial * t + new Vector<double>(Coefficients[i]);
        return Vector.Exp(-z * z) * polynomial / (Vector<double>.One + two * z);
    }

    /// <summary>Phi(x), the standard normal distribution function.</summary>
    public static Vector<double> NormalDistribution(Vector<double> x)
    {
        Vector<double> tail = new Vector<double>(0.5) * Complement(Vector.Abs(x) * new Vector<double>(Math.Sqrt(0.5)));
        return Vector.ConditionalSelect(
            Vector.LessThan(x, Vector<double>.Zero),
            tail,
            Vector<double>.One - tail);
    }
}
