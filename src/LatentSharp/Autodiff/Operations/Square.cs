using System.Numerics;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>x^2.</summary>
    public Variable Square() => Tape.Record(ElementwiseOperation<Squared>.Instance, Shape, this);

    private readonly struct Squared : IElementwise
    {
        public static string Name => "square";

        public static Vector<float> Value(Vector<float> x) => x * x;

        // d x^2 / dx = 2 x
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => x + x;
    }
}
