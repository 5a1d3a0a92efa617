using LatentSharp.Autodiff;
using LatentSharp.Tensors;
using LatentSharp.Tensors.Threads;
using LatentSharp.Tests.Tensors;

namespace LatentSharp.Tests.Autodiff;

public class DrawsGradientTests
{
    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 1, 5)]
    [InlineData(2, 4, 0)]
    [InlineData(4, 0, 3)]
    [InlineData(3, 17, 9)]
    public void Repeating_gives_whole_batches_and_adds_their_gradients(int draws, int batch, int columns) =>
        GradientCheck.Check(
            inputs => inputs[0].Repeat(draws),
            inputs => [.. Enumerable.Repeat(inputs[0], draws).SelectMany(copy => copy)],
            Draws.Normal(new Shape(batch, columns), step: 1));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(5, 4)]
    [InlineData(3, 17)]
    public void The_mean_and_the_log_mean_exp_over_draws_equal_the_closed_form(int draws, int batch)
    {
        Tensor x = Draws.Normal(new Shape(draws * batch), step: 2);
        GradientCheck.Check(inputs => inputs[0].MeanOverDraws(draws), inputs => Over(inputs[0], batch, of => of.Average()), x);
        GradientCheck.Check(inputs => inputs[0].LogMeanExpOverDraws(draws), inputs => Over(inputs[0], batch, of => Math.Log(of.Average(Math.Exp))), x);
    }

    [Fact]
    public void A_log_mean_exp_of_large_and_tiny_weights_neither_overflows_nor_vanishes()
    {
        using var pool = new WorkerPool(1);
        Variable x = new Tape(pool).Constant(Tensor.FromValues(new Shape(6), [-2000, 3000, float.NaN, -2000, -1000, 1]));
        Span<float> y = x.LogMeanExpOverDraws(2).Value.Span;
        Assert.Equal((-2000f, (float)(3000 - Math.Log(2))), (y[0], y[1]));
        Assert.True(float.IsNaN(y[2]));
    }

    [Fact]
    public void Draws_that_do_not_divide_the_values_are_refused()
    {
        using var pool = new WorkerPool(1);
        Variable x = new Tape(pool).Constant(new Tensor(new Shape(7)));
        Assert.Equal("MeanOverDraws: 2 draws do not divide values of shape [7]; give [draws * batch].", Assert.Throws<ArgumentException>(() => x.MeanOverDraws(2)).Message);
        Assert.StartsWith("LogMeanExpOverDraws: 3 draws", Assert.Throws<ArgumentException>(() => x.LogMeanExpOverDraws(3)).Message, StringComparison.Ordinal);
    }

    private static double[] Over(double[] values, int batch, Func<IEnumerable<double>, double> reduce) =>
        [.. Enumerable.Range(0, batch).Select(example => reduce(values.Where((_, i) => i % batch == example)))];
}
