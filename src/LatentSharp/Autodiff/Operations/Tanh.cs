using System.Numerics;
using System.Numerics.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The hyperbolic tangent.</summary>
    public Variable Tanh() => Tape.Record(ElementwiseOperation<HyperbolicTangent>.Instance, Shape, this);

    internal readonly struct HyperbolicTangent : IElementwise
    {
        public static void Value(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Tanh(x, y);

        // d tanh x / dx = 1 - tanh^2 x
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One - y * y;
    }
}
