using System.Numerics;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>e^x.</summary>
    public Variable Exp() => Tape.Record(ElementwiseOperation<Exponential>.Instance, Shape, this);

    private readonly struct Exponential : IElementwise
    {
        public static string Name => "exp";

        public static Vector<float> Value(Vector<float> x) => Vector.Exp(x);

        // d e^x / dx = e^x
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => y;
    }
}
