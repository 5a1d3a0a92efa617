using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

public class ReductionGradientTests
{
    private static readonly Dictionary<
        string,
        (Func<Variable, Variable> Computed, Func<double[], double[]> OfRow)
    > OverRows = new()
    {
        ["sum"] = (x => x.SumLast(), row => [row.Sum()]),
        ["log-sum-exp"] = (x => x.LogSumExp(), row => [Math.Log(row.Sum(Math.Exp))]),
        ["log-softmax"] = (x => x.LogSoftmax(), row => [.. row.Select(x => x - Math.Log(row.Sum(Math.Exp)))]),
    };

    private static readonly int[][] Shapes =
    [
        [1],
        [3],
        [1, 1],
        [3, 1],
        [4, 3],
        [0, 3],
        [2, 5],
        [3, 7],
        [2, 8],
        [2, 9],
        [3, 15],
        [2, 17],
        [2, 31],
        [2, 33],
        [2, 63],
        [2, 65],
        [2, 3, 5],
        [2, 1, 3, 9],
    ];

    public static TheoryData<string, int[]> Rows { get; } =
        [.. from name in OverRows.Keys from shape in Shapes select (name, shape)];

    public static TheoryData<int[]> All { get; } = [.. Shapes.Append([])];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Row_operation_and_derivative_equal_the_closed_form(string name, int[] shape)
    {
        (Func<Variable, Variable> computed, Func<double[], double[]> ofRow) = OverRows[name];
        GradientCheck.Check(
            inputs => computed(inputs[0]),
            inputs => [.. inputs[0].Chunk(shape[^1]).SelectMany(ofRow)],
            Draws.Normal(new Shape(shape), step: 1));
    }

    [Fact]
    public void Sum_over_empty_rows_is_zero() =>
        GradientCheck.Check(inputs => inputs[0].SumLast(), _ => new double[3], new Tensor(new Shape(3, 0)));

    [Theory]
    [MemberData(nameof(All))]
    public void Sum_and_mean_of_all_equal_the_closed_form(int[] shape)
    {
        Tensor x = Draws.Normal(new Shape(shape), step: 1);
        GradientCheck.Check(inputs => inputs[0].SumAll(), inputs => [inputs[0].Sum()], x);
        if (x.Shape.Length > 0)
            GradientCheck.Check(inputs => inputs[0].MeanAll(), inputs => [inputs[0].Average()], x);
    }

    [Fact]
    public void Reductions_without_elements_to_reduce_are_refused()
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable empty = tape.Constant(new Tensor(new Shape(3, 0))),
            scalar = tape.Constant(new Tensor(Shape.Scalar));
        Assert.Contains(
            "[3, 0]",
            Assert.Throws<InvalidOperationException>(empty.MeanAll).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[3, 0]",
            Assert.Throws<InvalidOperationException>(empty.LogSumExp).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[3, 0]",
            Assert.Throws<InvalidOperationException>(empty.LogSoftmax).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(scalar.SumLast);
    }
}
