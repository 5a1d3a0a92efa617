using System.Numerics;
using LatentSharp.Compute;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>
    /// ln(1 + e^x), computed as max(x, 0) + ln(1 + e^-|x|): it neither overflows nor loses small values.
    /// </summary>
    public Variable Softplus() => Tape.Record(ElementwiseOperation<SoftplusFunction>.Instance, Shape, this);

    private readonly struct SoftplusFunction : IElementwise
    {
        public static string Name => "softplus";

        public static Vector<float> Value(Vector<float> x) => StableMath.Softplus(x);

        // d softplus(x) / dx = 1 / (1 + e^-x)
        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => StableMath.Sigmoid(x);
    }
}
