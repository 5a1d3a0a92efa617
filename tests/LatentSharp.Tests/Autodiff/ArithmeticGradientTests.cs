using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

public class ArithmeticGradientTests
{
    private static readonly Dictionary<
        string,
        (Func<Variable, Variable, Variable> Computed, Func<double, double, double> ClosedForm)
    > Operators = new()
    {
        ["+"] = ((a, b) => a + b, (a, b) => a + b),
        ["-"] = ((a, b) => a - b, (a, b) => a - b),
        ["*"] = ((a, b) => a * b, (a, b) => a * b),
        ["/"] = ((a, b) => a / b, (a, b) => a / b),
    };

    private static readonly (int[] Left, int[] Right, int[] Both)[] Shapes =
    [
        ([4, 3], [4, 3], [4, 3]),
        ([4, 3], [3], [4, 3]),
        ([4, 3], [1, 3], [4, 3]),
        ([4, 3], [4, 1], [4, 3]),
        ([4, 3], [], [4, 3]),
        ([4, 1], [1, 5], [4, 5]),
        ([2, 1, 5], [3, 1], [2, 3, 5]),
        ([2, 1, 3, 1], [4, 1, 5], [2, 4, 3, 5]),
        ([], [], []),
        ([1], [], [1]),
        ([1, 1], [1], [1, 1]),
        ([0, 3], [3], [0, 3]),
        ([0, 3], [1, 3], [0, 3]),
        ([3, 0], [3, 1], [3, 0]),
        ([3, 0], [1], [3, 0]),
        ([7], [7], [7]),
        ([17], [17], [17]),
        ([3, 33], [33], [3, 33]),
        ([65], [1], [65]),
    ];

    private static IEnumerable<(int[] Left, int[] Right, int[] Both)> Mirrored =>
        from s in Shapes where !s.Left.SequenceEqual(s.Right) select (s.Right, s.Left, s.Both);

    public static TheoryData<string, int[], int[], int[]> Cases { get; } =
        [.. from name in Operators.Keys from s in Shapes.Concat(Mirrored) select (name, s.Left, s.Right, s.Both)];

    public static TheoryData<int[], int[]> Stretches { get; } =
        [.. from s in Shapes select (s.Right, s.Both)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operator_and_derivatives_equal_the_closed_form(string name, int[] left, int[] right, int[] both)
    {
        (Func<Variable, Variable, Variable> computed, Func<double, double, double> closedForm) = Operators[name];
        Shape l = new(left), r = new(right), shape = new(both);
        Assert.Equal(shape, Shape.Broadcast(l, r));
        GradientCheck.Check(
            inputs => computed(inputs[0], inputs[1]),
            inputs =>
                [
                    .. StretchReference
                        .Stretch(inputs[0], l, shape)
                        .Zip(StretchReference.Stretch(inputs[1], r, shape), closedForm),
                ],
            Draws.Normal(l, step: 1),
            Draws.Positive(r, step: 2));
    }

    [Theory]
    [MemberData(nameof(Stretches))]
    public void Broadcasting_repeats_and_its_derivative_sums(int[] from, int[] to)
    {
        Shape narrow = new(from), wide = new(to);
        GradientCheck.Check(
            inputs => inputs[0].BroadcastTo(wide),
            inputs => StretchReference.Stretch(inputs[0], narrow, wide),
            Draws.Normal(narrow, step: 1));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable a = tape.Constant(new Tensor(new Shape(4, 3))),
            b = tape.Constant(new Tensor(new Shape(4)));
        Assert.Contains(
            "[4, 3] and [4]",
            Assert.Throws<ArgumentException>(() => a + b).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => a.BroadcastTo(new Shape(3)));
    }
}
