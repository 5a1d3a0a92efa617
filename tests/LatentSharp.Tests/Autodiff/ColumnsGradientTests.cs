using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

public class ColumnsGradientTests
{
    [Theory]
    [InlineData(new[] { 7 }, 2, 3)]
    [InlineData(new[] { 4, 3 }, 0, 3)]
    [InlineData(new[] { 4, 3 }, 2, 1)]
    [InlineData(new[] { 4, 3 }, 1, 0)]
    [InlineData(new[] { 0, 3 }, 1, 2)]
    [InlineData(new[] { 3, 0 }, 0, 0)]
    [InlineData(new[] { 3, 65 }, 16, 33)]
    [InlineData(new[] { 2, 3, 5 }, 1, 3)]
    public void Columns_cut_out_a_range(int[] shape, int start, int count) =>
        GradientCheck.Check(
            inputs => inputs[0].Columns(start, count),
            inputs => [.. inputs[0].Where((_, i) => i % shape[^1] >= start && i % shape[^1] < start + count)],
            Draws.Normal(new Shape(shape), step: 1));

    [Theory]
    [InlineData(new[] { 4, 3 }, new[] { 4, 2 }, new[] { 4, 1 })]
    [InlineData(new[] { 1, 1 }, new[] { 1, 1 }, new[] { 1, 1 })]
    [InlineData(new[] { 0, 3 }, new[] { 0, 1 }, new[] { 0, 2 })]
    [InlineData(new[] { 3, 0 }, new[] { 3, 2 }, new[] { 3, 0 })]
    [InlineData(new[] { 5 }, new[] { 2 }, new[] { 17 })]
    [InlineData(new[] { 2, 3, 5 }, new[] { 2, 3, 1 }, new[] { 2, 3, 9 })]
    public void Concatenation_joins_rows(int[] first, int[] second, int[] third)
    {
        Tensor[] parts =
        [
            Draws.Normal(new Shape(first), step: 1),
            Draws.Normal(new Shape(second), step: 2),
            Draws.Normal(new Shape(third), step: 3),
        ];
        int rows = parts[0].Shape.Rows;
        GradientCheck.Check(
            inputs => Variable.Concatenate(inputs),
            inputs =>
                [
                    .. Enumerable
                        .Range(0, rows)
                        .SelectMany(row => inputs.SelectMany(part => Row(part, row, part.Length / rows))),
                ],
            parts);
    }

    [Fact]
    public void Concatenating_a_variable_with_itself_adds_both_gradients() =>
        GradientCheck.Check(
            inputs => Variable.Concatenate(inputs[0], inputs[0]),
            inputs => [.. inputs[0].Chunk(3).SelectMany(row => row.Concat(row))],
            Draws.Normal(new Shape(4, 3), step: 1));

    [Fact]
    public void Ranges_and_parts_that_do_not_fit_are_refused()
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable x = tape.Constant(new Tensor(new Shape(4, 3))),
            y = tape.Constant(new Tensor(new Shape(3, 3)));
        Assert.Contains(
            "[4, 3]",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Columns(2, 2)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Columns(-1, 2));
        Assert.Contains(
            "[4, 3] and [3, 3]",
            Assert.Throws<ArgumentException>(() => Variable.Concatenate(x, y)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Variable.Concatenate());
    }

    private static double[] Row(double[] values, int row, int width) => values[(row * width)..((row + 1) * width)];
}
