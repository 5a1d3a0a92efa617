using System.Numerics;
using LatentSharp.Compute;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The logistic function 1 / (1 + e^-x).</summary>
    public Variable Sigmoid() => Tape.Record(ElementwiseOperation<Logistic>.Instance, Shape, this);

    private readonly struct Logistic : IElementwise
    {
        public static string Name => "sigmoid";

        public static Vector<float> Value(Vector<float> x) => StableMath.Sigmoid(x);

        // d s(x) / dx = s(x) (1 - s(x))
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => y * (Vector<float>.One - y);
    }
}
