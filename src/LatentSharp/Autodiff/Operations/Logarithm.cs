using System.Numerics;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The natural logarithm.</summary>
    public Variable Log() => Tape.Record(ElementwiseOperation<Logarithm>.Instance, Shape, this);

    private readonly struct Logarithm : IElementwise
    {
        public static string Name => "log";

        public static Vector<float> Value(Vector<float> x) => Vector.Log(x);

        // d ln x / dx = 1 / x
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One / x;
    }
}
