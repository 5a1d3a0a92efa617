using System.Numerics;
using LatentSharp.Compute;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>
    /// The Gaussian error linear unit x P(x), P the standard normal's distribution function (Hendrycks and Gimpel
    /// 2016), without the tanh approximation.
    /// </summary>
    public Variable Gelu() => Tape.Record(ElementwiseOperation<GaussianErrorLinear>.Instance, Shape, this);

    internal readonly struct GaussianErrorLinear : IElementwise
    {
        public static string Name => "gelu";

        // Here the tail is 0 in float32; farther out 0 times infinity would be no number.
        private static readonly Vector<double> Far = new(40d);

        // In float64: with x^2 in the exponent, float32 would lose as many digits of the tail as x^2 has.
        public static Vector<float> Value(Vector<float> x)
        {
            Vector.Widen(x, out Vector<double> low, out Vector<double> high);
            return Vector.Narrow(Value(low), Value(high));
        }

        public static Vector<float> Derivative(Vector<float> x, Vector<float> y)
        {
            Vector.Widen(x, out Vector<double> low, out Vector<double> high);
            return Vector.Narrow(Derivative(low), Derivative(high));
        }

        private static Vector<double> Value(Vector<double> x) => Vector.Max(x, -Far) * Cumulative(x);

        // d x P(x) / dx = P(x) + x e^(-x^2 / 2) / sqrt(2 pi)
        private static Vector<double> Derivative(Vector<double> x)
        {
            Vector<double> near = Vector.Min(Vector.Max(x, -Far), Far);
            return Cumulative(x)
                + near * new Vector<double>(0.3989422804014327) * Vector.Exp(new Vector<double>(-0.5) * near * near);
        }

        // P(x) = 1/2 erfc(-x / sqrt 2); from the side where erfc is small nothing cancels.
        private static Vector<double> Cumulative(Vector<double> x)
        {
            Vector<double> tail =
                new Vector<double>(0.5)
                * ErrorFunction.Complement(Vector.Min(Vector.Abs(x), Far) * new Vector<double>(0.7071067811865476));
            return Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), tail, Vector<double>.One - tail);
        }
    }
}
