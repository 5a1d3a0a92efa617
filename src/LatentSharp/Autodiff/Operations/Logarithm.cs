using System.Numerics;
using System.Numerics.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The natural logarithm.</summary>
    public Variable Log() => Tape.Record(ElementwiseOperation<Logarithm>.Instance, Shape, this);

    private readonly struct Logarithm : IElementwise
    {
        public static void Value(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Log(x, y);

        // d ln x / dx = 1 / x
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One / x;
    }
}
