using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using MathNet.Numerics;

namespace LatentSharp.Tests.Compute;

public class ElementwiseAccuracyTests
{
    // The result in float64, rounded to float32, and two of its neighbours on either side are allowed.
    private const int AllowedUlps = 2;

    private static readonly Dictionary<
        string,
        (Func<Variable, Variable> Computed, Func<double, double> Exact)
    > Functions = new()
    {
        ["exp"] = (x => x.Exp(), Math.Exp),
        ["log"] = (x => x.Log(), Math.Log),
        ["softplus"] = (x => x.Softplus(), x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)))),
        ["sigmoid"] = (x => x.Sigmoid(), x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x))),
        ["tanh"] = (x => x.Tanh(), Math.Tanh),
        ["gelu"] = (
            x => x.Gelu(),
            x => double.IsNegativeInfinity(x) ? 0 : x * 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2))),
    };

    public static TheoryData<string> Names { get; } = [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_is_within_two_units_in_the_last_place_over_all_of_float32(string name)
    {
        float[] arguments =
        [
            .. Patterns(0, uint.MaxValue, 4099),
            // Every float around zero, one and the ends of the range has neighbours here.
            .. Patterns(BitConverter.SingleToUInt32Bits(0.25f), BitConverter.SingleToUInt32Bits(110f), 61),
            .. Patterns(BitConverter.SingleToUInt32Bits(-0.25f), BitConverter.SingleToUInt32Bits(-110f), 61),
            0f,
            -0f,
            float.Epsilon,
            -float.Epsilon,
            float.MaxValue,
            float.MinValue,
            float.PositiveInfinity,
            float.NegativeInfinity,
            float.NaN,
        ];
        float[] computed = Apply(Functions[name].Computed, arguments);
        (long worst, float at) = (0, 0);
        for (int i = 0; i < arguments.Length; i++)
        {
            float exact = (float)Functions[name].Exact(arguments[i]);
            long ulps = Distance(exact, computed[i]);
            if (ulps > worst)
                (worst, at) = (ulps, arguments[i]);
        }

        Assert.True(
            worst <= AllowedUlps,
            $"{name}({at:R}) is {Apply(Functions[name].Computed, [at])[0]:R}, {worst} ulp from " +
                $"{(float)Functions[name].Exact(at):R}.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Result_of_an_element_does_not_depend_on_length_or_place(string name)
    {
        float[] arguments = Draws.Positive(new Shape(256), step: 9).Span.ToArray();
        float[] whole = Apply(Functions[name].Computed, arguments);
        for (int length = 0; length <= arguments.Length; length++)
            Assert.Equal(whole[..length], Apply(Functions[name].Computed, arguments[..length]));
        for (int start = 0; start < 40; start++)
            Assert.Equal(whole[start..], Apply(Functions[name].Computed, arguments[start..]));
    }

    private static IEnumerable<float> Patterns(uint first, uint last, uint step)
    {
        for (ulong bits = first; bits <= last; bits += step)
            yield return BitConverter.UInt32BitsToSingle((uint)bits);
    }

    private static float[] Apply(Func<Variable, Variable> function, float[] arguments)
    {
        using var device = Device.Cpu(1);
        return function(new Tape(device).Constant(Tensor.FromValues(new Shape(arguments.Length), arguments)))
            .Value.Span.ToArray();
    }

    private static double LogOnePlus(double t) => 1 + t == 1 ? t : Math.Log(1 + t) * t / (1 + t - 1);

    private static long Distance(float expected, float actual)
    {
        if (float.IsNaN(expected) || float.IsNaN(actual))
            return float.IsNaN(expected) && float.IsNaN(actual) ? 0 : long.MaxValue;
        return Math.Abs(Ordered(expected) - Ordered(actual));
    }

    // Neighbouring floats become neighbouring integers; both zeros become 0.
    private static long Ordered(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? int.MinValue - (long)bits : bits;
    }
}
