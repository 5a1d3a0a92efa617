using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

public class ProductGradientTests
{
    public static TheoryData<int, int, int> Sizes { get; } =
    [
        (1, 1, 1),
        (3, 1, 1),
        (1, 3, 1),
        (1, 1, 3),
        (4, 3, 5),
        (7, 9, 5),
        (5, 17, 9),
        (3, 33, 7),
        (2, 65, 3),
        (9, 5, 33),
        (17, 3, 15),
        (0, 3, 2),
        (3, 0, 2),
        (3, 2, 0),
    ];

    public static TheoryData<int, int, int, Activation> Layers { get; } =
    [
        .. from size in Sizes
        let s = size.Data
        from f in Enum.GetValues<Activation>()
        select (s.Item1, s.Item2, s.Item3, f),
    ];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Matrix_product_and_derivatives_equal_the_closed_form(int rows, int depth, int columns) =>
        GradientCheck.Check(
            inputs => inputs[0].MatrixMultiply(inputs[1]),
            inputs => Multiply(inputs[0], inputs[1], rows, depth, columns),
            Draws.Normal(new Shape(rows, depth), step: 1),
            Draws.Normal(new Shape(depth, columns), step: 2));

    [Theory]
    [MemberData(nameof(Layers))]
    public void Linear_layer_and_derivatives_equal_the_closed_form(
        int batch,
        int features,
        int outputs,
        Activation activation)
    {
        Func<double, double> f = activation switch
        {
            Activation.Relu => s => Math.Max(s, 0),
            Activation.Tanh => Math.Tanh,
            Activation.Gelu => s => s * 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-s / Math.Sqrt(2)),
            _ => s => s,
        };
        GradientCheck.Check(
            inputs => inputs[0].Linear(inputs[1], inputs[2], activation),
            inputs =>
            [
                .. Multiply(inputs[0], Transpose(inputs[1], outputs, features), batch, features, outputs)
                    .Select((s, i) => f(s + inputs[2][i % outputs])),
            ],
            Draws.Normal(new Shape(batch, features), step: 1),
            // Small weights: 1 - tanh^2 has an absolute accuracy only, and must not be all there is.
            Draws.Normal(new Shape(outputs, features), step: 2, deviation: 0.3f),
            Draws.Normal(new Shape(outputs), step: 3, deviation: 0.3f));
    }

    [Theory]
    [InlineData(1, 3, 4, 2)]
    [InlineData(3, 2, 5, 4)]
    [InlineData(4, 17, 0, 9)]
    [InlineData(2, 9, 33, 1)]
    public void A_batch_beside_several_draws_is_as_if_it_stood_beside_each(
        int draws,
        int batch,
        int features,
        int drawn)
    {
        const int outputs = 7;
        GradientCheck.Check(
            inputs => Variable.Linear([inputs[0], inputs[1], inputs[2]], inputs[3], inputs[4], Activation.Tanh),
            inputs =>
                [
                    .. from row in Enumerable.Range(0, draws * batch)
                    from output in Enumerable.Range(0, outputs)
                    let x = inputs[0]
                        .Skip(row % batch * features)
                        .Take(features)
                        .Concat(inputs[1].Skip(row * drawn).Take(drawn))
                        .Append(inputs[2][row])
                    select Math.Tanh(
                        inputs[4][output]
                            + x.Zip(inputs[3].Skip(output * (features + drawn + 1)), (a, w) => a * w).Sum()),
                ],
            Draws.Normal(new Shape(batch, features), step: 1),
            Draws.Normal(new Shape(draws * batch, drawn), step: 2),
            Draws.Normal(new Shape(draws * batch, 1), step: 3),
            Draws.Normal(new Shape(outputs, features + drawn + 1), step: 4, deviation: 0.2f),
            Draws.Normal(new Shape(outputs), step: 5, deviation: 0.3f));
    }

    [Fact]
    public void Product_of_a_matrix_with_itself_adds_both_gradients() =>
        GradientCheck.Check(
            inputs => inputs[0].MatrixMultiply(inputs[0]),
            inputs => Multiply(inputs[0], inputs[0], 5, 5, 5),
            Draws.Normal(new Shape(5, 5), step: 1));

    [Fact]
    public void Operands_that_do_not_fit_are_refused()
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable x = tape.Constant(new Tensor(new Shape(4, 3))),
            bias = tape.Constant(new Tensor(new Shape(3)));
        Variable weight = tape.Constant(new Tensor(new Shape(2, 5))),
            fitting = tape.Constant(new Tensor(new Shape(2, 3)));
        Assert.Contains(
            "[4, 3] and [2, 5]",
            Assert.Throws<ArgumentException>(() => x.MatrixMultiply(weight)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2, 5]",
            Assert.Throws<ArgumentException>(() => x.Linear(weight, bias)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2]",
            Assert.Throws<ArgumentException>(() => x.Linear(fitting, bias)).Message,
            StringComparison.Ordinal);
        foreach (int rows in (int[])[2, 6, 0])
        {
            Variable other = tape.Constant(new Tensor(new Shape(rows, 2)));
            Assert.Contains(
                $"parts of shape [4, 3] and [{rows}, 2]",
                Assert.Throws<ArgumentException>(() => Variable.Linear([x, other], weight, bias)).Message,
                StringComparison.Ordinal);
        }
    }

    private static double[] Multiply(double[] a, double[] b, int rows, int depth, int columns)
    {
        var c = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < depth; k++)
            {
                for (int j = 0; j < columns; j++)
                    c[i * columns + j] += a[i * depth + k] * b[k * columns + j];
            }
        }

        return c;
    }

    private static double[] Transpose(double[] a, int rows, int columns) =>
        [.. from j in Enumerable.Range(0, columns) from i in Enumerable.Range(0, rows) select a[i * columns + j]];
}
