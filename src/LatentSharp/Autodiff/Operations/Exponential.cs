using System.Numerics;
using System.Numerics.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>e^x.</summary>
    public Variable Exp() => Tape.Record(ElementwiseOperation<Exponential>.Instance, Shape, this);

    private readonly struct Exponential : IElementwise
    {
        public static void Value(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Exp(x, y);

        // d e^x / dx = e^x
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => y;
    }
}
