using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Distributions;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Distributions;

public sealed class DrawTests : IDisposable
{
    private const int Rows = 20_000;

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Bits_are_drawn_with_their_probabilities()
    {
        Tensor drawn = Drawn(tape => new Bernoulli(tape.Constant(Repeated(-2, 0, 1.5f))));

        Assert.All(drawn.Span.ToArray(), bit => Assert.True(bit is 0 or 1));
        AreMeans(drawn, 1 / (1 + Math.Exp(2)), 0.5, 1 / (1 + Math.Exp(-1.5)));
    }

    [Fact]
    public void Classes_are_drawn_with_their_probabilities_one_to_a_row()
    {
        Tensor drawn = Drawn(tape =>
            new Categorical(tape.Constant(Repeated(MathF.Log(1), MathF.Log(2), MathF.Log(5)))));

        for (int row = 0; row < Rows; row++)
            Assert.Equal((1, 2), (drawn.Row(row).Count(1f), drawn.Row(row).Count(0f)));
        AreMeans(drawn, 1 / 8.0, 2 / 8.0, 5 / 8.0);
    }

    [Fact]
    public void Numbers_are_drawn_about_their_means_with_the_common_deviation()
    {
        Tensor drawn = Drawn(tape => new ScaledNormal(
            tape.Constant(Repeated(-3, 0, 7)),
            tape.Constant(Tensor.Filled(new Shape(1), MathF.Log(0.25f)))));

        AreMeans(drawn, -3, 0, 7);
        double[] squares = [.. Column(drawn, 2).Select(value => (value - 7) * (value - 7))];
        Assert.Equal(0.25, squares.Average(), 0.02);
    }

    // Probabilities and numbers that binary fractions hold exactly.
    [Fact]
    public void A_number_lies_in_the_share_that_begins_with_it_and_a_larger_one_is_a_larger_draw()
    {
        var tape = new Tape(device);
        Variable any = tape.Constant(new Tensor(new Shape(1, 4)));
        float[] bits = [0.25f, 0.125f, 0.5f, 0];
        new Bernoulli(any).Draw(Tensor.FromValues(new Shape(1, 4), [0.25f, 0.25f, 1, 0]), bits);
        Assert.Equal([0, 1, 1, 0], bits);

        Tensor quarters = Tensor.Filled(new Shape(4, 4), 0.25f);
        float[] classes = [0, 0, 0, 0, 0.25f, 0, 0, 0, 0.5f, 0, 0, 0, 1, 0, 0, 0];
        new Categorical(any).Draw(quarters, classes);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], classes);

        float[] numbers = [2, -1];
        new ScaledNormal(any, tape.Constant(Tensor.Filled(new Shape(1), MathF.Log(0.25f))))
            .Draw(Tensor.FromValues(new Shape(1, 2), [1, 1]), numbers);
        Assert.Equal([2, 0.5f], numbers);
    }

    private Tensor Drawn(Func<Tape, ISampler> likelihood)
    {
        var stream = new RandomStream(3, RandomPurpose.DrawnTargets);
        ISampler drawable = likelihood(new Tape(device));
        Tensor drawn = drawable.Draw(stream);
        Assert.Equal(drawn.Span.ToArray(), drawable.Draw(stream).Span.ToArray());
        return drawn;
    }

    private static Tensor Repeated(params float[] row)
    {
        var values = new Tensor(new Shape(Rows, row.Length));
        for (int n = 0; n < Rows; n++)
            row.CopyTo(values.Row(n));
        return values;
    }

    // Four standard errors of a mean of values whose deviation is at most 0.5.
    private static void AreMeans(Tensor drawn, params double[] expected)
    {
        for (int column = 0; column < expected.Length; column++)
            Assert.Equal(expected[column], Column(drawn, column).Average(), 4 * 0.5 / Math.Sqrt(Rows));
    }

    private static IEnumerable<double> Column(Tensor values, int column) =>
        Enumerable.Range(0, Rows).Select(row => (double)values.Row(row)[column]);
}
