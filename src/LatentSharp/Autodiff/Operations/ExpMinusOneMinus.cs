using System.Numerics;
using LatentSharp.Compute;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>e^x - 1 - x, which is at least 0, exact near 0 too.</summary>
    internal Variable ExpMinusOneMinus() => Tape.Record(ElementwiseOperation<Excess>.Instance, Shape, this);

    private readonly struct Excess : IElementwise
    {
        public static string Name => "exp_minus_one_minus";

        public static Vector<float> Value(Vector<float> x) => StableMath.ExpMinusOneMinus(x);

        // d (e^x - 1 - x) / dx = e^x - 1
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => StableMath.ExpMinusOne(x);
    }
}
