using System.Numerics;
using LatentSharp.Compute;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The hyperbolic tangent.</summary>
    public Variable Tanh() => Tape.Record(ElementwiseOperation<HyperbolicTangent>.Instance, Shape, this);

    internal readonly struct HyperbolicTangent : IElementwise
    {
        public static string Name => "tanh";

        public static Vector<float> Value(Vector<float> x) => StableMath.Tanh(x);

        // d tanh x / dx = 1 - tanh^2 x
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One - y * y;
    }
}
