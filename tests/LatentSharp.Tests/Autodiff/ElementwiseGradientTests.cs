using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;
using MathNet.Numerics;

namespace LatentSharp.Tests.Autodiff;

public class ElementwiseGradientTests
{
    private static readonly Dictionary<
        string,
        (Func<Variable, Variable> Computed, Func<double, double> ClosedForm)
    > Functions = new()
    {
        ["exp"] = (x => x.Exp(), Math.Exp),
        ["log"] = (x => x.Log(), Math.Log),
        ["square"] = (x => x.Square(), x => x * x),
        ["tanh"] = (x => x.Tanh(), Math.Tanh),
        ["sigmoid"] = (x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        ["softplus"] = (x => x.Softplus(), x => Math.Log(1 + Math.Exp(x))),
        ["gelu"] = (x => x.Gelu(), x => x * 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2))),
        ["relu"] = (x => x.Relu(), x => Math.Max(x, 0)),
        ["affine"] = (x => x.Affine(-1.5f, 0.75f), x => -1.5 * x + 0.75),
        ["negation"] = (x => -x, x => -x),
        ["scaling"] = (x => 3f * x, x => 3 * x),
        ["shift"] = (x => x + 2f, x => x + 2),
    };

    // Lengths around one, two, four and eight vectors, so that full vectors and every kind of tail occur.
    private static readonly int[] Lengths = [0, 1, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65];

    private static readonly int[][] Shapes = [[], [1, 1], [0, 3], [3, 0], [4, 3], [2, 1, 5], [2, 3, 1, 3]];

    public static TheoryData<string, int[]> Cases { get; } =
    [
        .. from name in Functions.Keys
        from shape in Lengths.Select(length => new[] { length }).Concat(Shapes)
        select (name, shape),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Function_and_derivative_equal_the_closed_form(string name, int[] shape)
    {
        (Func<Variable, Variable> computed, Func<double, double> closedForm) = Functions[name];
        Tensor x = name == "log" ? Draws.Positive(new Shape(shape), step: 1) : Draws.Normal(new Shape(shape), step: 1);
        GradientCheck.Check(
            inputs => computed(inputs[0]),
            inputs => Array.ConvertAll(inputs[0], v => closedForm(v)),
            x);
    }

    [Fact]
    public void Derivative_of_relu_at_zero_is_zero()
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable x = tape.Watch(Tensor.FromValues(new Shape(3), [-0f, 0f, 1f]));
        tape.Backward(x.Relu().SumAll());
        Assert.Equal([0f, 0f, 1f], x.Gradient.Span.ToArray());
    }
}
