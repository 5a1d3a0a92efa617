using LatentSharp.Autodiff;
using LatentSharp.Tensors;
using LatentSharp.Tensors.Threads;
using LatentSharp.Tests.Tensors;

namespace LatentSharp.Tests.Autodiff;

public class ProductGradientTests
{
    public static TheoryData<int, int, int> Sizes { get; } =
    [
        (1, 1, 1), (3, 1, 1), (1, 3, 1), (1, 1, 3), (4, 3, 5), (7, 9, 5), (5, 17, 9), (3, 33, 7), (2, 65, 3), (9, 5, 33), (17, 3, 15),
        (0, 3, 2), (3, 0, 2), (3, 2, 0),
    ];

    public static TheoryData<int, int, int, Activation> Layers { get; } =
        [.. from size in Sizes let s = size.Data from f in Enum.GetValues<Activation>() select (s.Item1, s.Item2, s.Item3, f)];

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
    public void Linear_layer_and_derivatives_equal_the_closed_form(int batch, int features, int outputs, Activation activation)
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

    [Fact]
    public void Product_of_a_matrix_with_itself_adds_both_gradients() =>
        GradientCheck.Check(
            inputs => inputs[0].MatrixMultiply(inputs[0]),
            inputs => Multiply(inputs[0], inputs[0], 5, 5, 5),
            Draws.Normal(new Shape(5, 5), step: 1));

    [Fact]
    public void Operands_that_do_not_fit_are_refused()
    {
        using var pool = new WorkerPool(1);
        var tape = new Tape(pool);
        Variable x = tape.Constant(new Tensor(new Shape(4, 3))), bias = tape.Constant(new Tensor(new Shape(3)));
        Variable weight = tape.Constant(new Tensor(new Shape(2, 5))), fitting = tape.Constant(new Tensor(new Shape(2, 3)));
        Assert.Contains("[4, 3] and [2, 5]", Assert.Throws<ArgumentException>(() => x.MatrixMultiply(weight)).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 5]", Assert.Throws<ArgumentException>(() => x.Linear(weight, bias)).Message, StringComparison.Ordinal);
        Assert.Contains("[2]", Assert.Throws<ArgumentException>(() => x.Linear(fitting, bias)).Message, StringComparison.Ordinal);
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
