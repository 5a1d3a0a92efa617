using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

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
        GradientCheck.Check(
            inputs => inputs[0].MeanOverDraws(draws),
            inputs => Over(inputs[0], batch, of => of.Average()),
            x);
        GradientCheck.Check(
            inputs => inputs[0].LogMeanExpOverDraws(draws),
            inputs => Over(inputs[0], batch, of => Math.Log(of.Average(Math.Exp))),
            x);
    }

    [Fact]
    public void A_log_mean_exp_of_large_and_tiny_weights_neither_overflows_nor_vanishes()
    {
        using var device = Device.Cpu(1);
        Variable x = new Tape(device).Constant(
            Tensor.FromValues(new Shape(6), [-2000, 3000, float.NaN, -2000, -1000, 1]));
        Span<float> y = x.LogMeanExpOverDraws(2).Value.Span;
        Assert.Equal((-2000f, (float)(3000 - Math.Log(2))), (y[0], y[1]));
        Assert.True(float.IsNaN(y[2]));
    }

    [Fact]
    public void Draws_that_do_not_divide_the_values_are_refused()
    {
        using var device = Device.Cpu(1);
        Variable x = new Tape(device).Constant(new Tensor(new Shape(7)));
        Assert.Equal(
            "MeanOverDraws: 2 draws do not divide values of shape [7]; give [draws * batch].",
            Assert.Throws<ArgumentException>(() => x.MeanOverDraws(2)).Message);
        Assert.StartsWith(
            "LogMeanExpOverDraws: 3 draws",
            Assert.Throws<ArgumentException>(() => x.LogMeanExpOverDraws(3)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_draw_is_chosen_as_often_as_it_weighs()
    {
        // Two examples of four draws, weighing 5, 0, 3 and 2 tenths, and 1, 7, 2 and 0.
        float[] weights = [5, 1, 0, 7, 3, 2, 2, 0];
        const int choices = 1000;
        var chosen = new int[weights.Length];
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable draws = tape.Constant(Tensor.FromValues(new Shape(8, 1), [0, 1, 2, 3, 4, 5, 6, 7]));
        Variable logWeights = tape.Constant(
            Tensor.FromValues(new Shape(8), [.. weights.Select(weight => MathF.Log(weight) - 900)]));
        for (int i = 0; i < choices; i++)
        {
            float uniform = (i + 0.5f) / choices;
            foreach (
                float row in draws
                    .ChooseDraw(logWeights, tape.Constant(Tensor.FromValues(new Shape(2, 1), [uniform, uniform])))
                    .Value.Span)
                chosen[(int)row]++;
        }

        Assert.Equal(weights.Select(weight => choices / 10 * (int)weight), chosen);
    }

    [Fact]
    public void The_gradient_of_a_choice_goes_to_the_chosen_draws_alone() =>
        GradientCheck.Check(
            // The first example weighs its second draw alone, the second its first.
            x => x[0].ChooseDraw(
                x[0].Tape.Constant(Tensor.FromValues(new Shape(4), [-90, 0, 0, -90])),
                x[0].Tape.Constant(Tensor.Filled(new Shape(2, 1), 0.5f))),
            x => [.. x[0][6..9], .. x[0][3..6]],
            Draws.Normal(new Shape(4, 3), step: 5));

    [Fact]
    public void Several_choices_are_whole_batches_each_by_its_own_number()
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        // Two draws of three examples: the second draw has nine times the weight.
        Variable draws = tape.Constant(Tensor.FromValues(new Shape(6, 1), [0, 1, 2, 10, 11, 12])),
            weights = tape.Constant(Tensor.FromValues(new Shape(6), [0, 0, 0, .. Enumerable.Repeat(MathF.Log(9), 3)])),
            uniform = tape.Constant(Tensor.FromValues(new Shape(6, 1), [0.05f, 0.2f, 0.05f, 0.9f, 0.05f, 0.3f]));
        Assert.Equal([0, 11, 2, 10, 1, 12], draws.ChooseDraw(weights, uniform, count: 2).Value.Span.ToArray());
        Assert.Throws<ArgumentException>(() => draws.ChooseDraw(weights, uniform, count: 4));
    }

    [Fact]
    public void A_choice_by_weights_that_are_not_numbers_is_still_one_of_the_draws_and_has_no_gradient()
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable draws = tape.Constant(Tensor.FromValues(new Shape(2, 1), [3, 4])),
            uniform = tape.Constant(Tensor.Filled(new Shape(1, 1), 0.5f));
        Variable weights = tape.Constant(Tensor.Filled(new Shape(2), float.NaN));
        Assert.Contains(draws.ChooseDraw(weights, uniform).Value.Span[0], (float[])[3, 4]);
        Assert.StartsWith(
            "ChooseDraw: a choice has no gradient",
            Assert.Throws<ArgumentException>(() => draws.ChooseDraw(tape.Watch(weights.Value), uniform)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "ChooseDraw: draws of shape [2, 1], weights of shape [1, 1]",
            Assert.Throws<ArgumentException>(() => draws.ChooseDraw(uniform, uniform)).Message,
            StringComparison.Ordinal);
        Variable none = tape.Constant(new Tensor(new Shape(0, 1))),
            noWeights = tape.Constant(new Tensor(new Shape(0)));
        Assert.StartsWith(
            "ChooseDraw: draws of shape [0, 1]",
            Assert.Throws<ArgumentException>(() => none.ChooseDraw(noWeights, uniform)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_differentiated_as_another_keeps_its_value_and_gives_the_other_the_gradient()
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable value = tape.Watch(Draws.Normal(new Shape(5), step: 3)),
            estimate = tape.Watch(Draws.Normal(new Shape(5), step: 4));
        Variable both = value.DifferentiatedAs(estimate.Square());
        Assert.Equal(value.Value.Span, both.Value.Span);
        tape.Backward(both.SumAll());
        Assert.Equal(estimate.Value.Span.ToArray().Select(x => 2 * x), estimate.Gradient.Span.ToArray());
        Assert.Equal(-1, value.Gradient.Span.IndexOfAnyExcept(0f));
        Assert.StartsWith(
            "DifferentiatedAs: a value of shape [5]",
            Assert.Throws<ArgumentException>(() => value.DifferentiatedAs(both.SumAll())).Message,
            StringComparison.Ordinal);
    }

    private static double[] Over(double[] values, int batch, Func<IEnumerable<double>, double> reduce) =>
        [.. Enumerable.Range(0, batch).Select(example => reduce(values.Where((_, i) => i % batch == example)))];
}
