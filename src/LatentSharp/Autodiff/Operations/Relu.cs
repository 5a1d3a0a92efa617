using System.Numerics;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>max(x, 0).</summary>
    public Variable Relu() => Tape.Record(ElementwiseOperation<RectifiedLinear>.Instance, Shape, this);

    internal readonly struct RectifiedLinear : IElementwise
    {
        public static string Name => "relu";

        public static Vector<float> Value(Vector<float> x) => Vector.Max(x, Vector<float>.Zero);

        // 1 where x > 0, else 0; at 0 the subgradient 0
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
    }
}
