using System.Numerics;
using System.Numerics.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The logistic function 1 / (1 + e^-x).</summary>
    public Variable Sigmoid() => Tape.Record(ElementwiseOperation<Logistic>.Instance, Shape, this);

    private readonly struct Logistic : IElementwise
    {
        public static void Value(ReadOnlySpan<float> x, Span<float> y)
        {
            // TensorPrimitives refuses an empty span here, unlike in its other functions.
            if (!x.IsEmpty)
                TensorPrimitives.Sigmoid(x, y);
        }

        // d s(x) / dx = s(x) (1 - s(x))
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => y * (Vector<float>.One - y);
    }
}
