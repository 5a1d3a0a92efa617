using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents;
using LatentSharp.Tensors;
using LatentSharp.Tests.Autodiff;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Latents;

/// <summary>Expectations over draws against sums in float64, and choices against the weights they follow.</summary>
public sealed class LatentDrawsTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    [InlineData(5, 7)]
    public void Draws_that_count_alike_are_averaged(int draws, int batch)
    {
        Tensor f = Draws.Normal(new Shape(draws * batch), step: 1);
        GradientCheck.Check(
            inputs => Alike(inputs[0], draws).Expectation(inputs[0]),
            inputs => Over(batch, draws, row => inputs[0][row] / draws),
            f);
        GradientCheck.Check(
            inputs => Alike(inputs[0], draws).LogExpectation(inputs[0]),
            inputs => [.. Over(batch, draws, row => Math.Exp(inputs[0][row]) / draws).Select(x => Math.Log(x))],
            f);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    [InlineData(5, 7)]
    public void Draws_with_weights_count_as_these_say_and_the_gradient_reaches_the_weights(int draws, int batch)
    {
        Tensor f = Draws.Normal(new Shape(draws * batch), step: 1),
            logWeights = Draws.Normal(new Shape(draws * batch), step: 2);
        GradientCheck.Check(
            inputs => Weighted(inputs[1], draws).Expectation(inputs[0]),
            inputs => Over(batch, draws, row => Math.Exp(inputs[1][row]) * inputs[0][row]),
            f,
            logWeights);
        GradientCheck.Check(
            inputs => Weighted(inputs[1], draws).LogExpectation(inputs[0]),
            inputs =>
                [.. Over(batch, draws, row => Math.Exp(inputs[1][row] + inputs[0][row])).Select(x => Math.Log(x))],
            f,
            logWeights);
    }

    [Fact]
    public void The_log_of_an_expectation_neither_overflows_nor_vanishes()
    {
        var tape = new Tape(device);
        Variable f = tape.Constant(Tensor.FromValues(new Shape(4), [-3000, 4000, -3000, 4001])),
            quarter = tape.Constant(
                Tensor.FromValues(new Shape(4), [.. new[] { 0.25, 0.25, 0.75, 0.75 }.Select(p => (float)Math.Log(p))]));
        Check(-3000, 4000 + Math.Log(0.25 + 0.75 * Math.E), Weighted(quarter, 2));
        Check(-3000, 4000 + Math.Log(0.5 + 0.5 * Math.E), Alike(f, 2));

        // To within two roundings at 4000.
        void Check(double first, double second, LatentDraws draws)
        {
            Variable result = draws.LogExpectation(f);
            Assert.Equal(first, result.Value.Span[0], 5e-4);
            Assert.Equal(second, result.Value.Span[1], 5e-4);
        }
    }

    [Fact]
    public void Draws_that_count_alike_are_left_as_they_are()
    {
        Variable z = new Tape(device).Constant(Draws.Normal(new Shape(6, 2), step: 1));
        var draws = new LatentDraws(z, Count: 3);
        Assert.Same(draws, draws.Sampled(17, new GivenNoise(new Tensor(new Shape(0)))));
    }

    [Fact]
    public void All_values_are_sampled_as_often_as_they_weigh()
    {
        const int count = 20_000;
        double[][] probabilities = [[0.5, 0.1], [0.2, 0.9], [0.3, 0]];
        LatentDraws all = ThreeValues([.. probabilities.SelectMany(of => of)]);
        LatentDraws sampled = all.Sampled(count, KeyedNoise.OfStep(3, RandomPurpose.Synthesis, step: 0));
        Assert.Equal((count, null), (sampled.Count, sampled.LogWeights));
        Assert.Equal(new Shape(2 * count, 1), sampled.Values.Shape);
        for (int example = 0; example < 2; example++)
        {
            for (int value = 0; value < 3; value++)
            {
                // The values of the example are 10 example + value; five standard errors.
                double p = probabilities[value][example];
                int seen = 0;
                for (int draw = 0; draw < count; draw++)
                    seen += sampled.Values.Value.Row(draw * 2 + example)[0] == 10 * example + value ? 1 : 0;
                Assert.Equal(p, seen / (double)count, 5 * Math.Sqrt(p * (1 - p) / count));
            }
        }
    }

    [Fact]
    public void An_expectation_over_samples_is_that_over_all_values_but_for_chance()
    {
        const int count = 20_000;
        LatentDraws all = ThreeValues([0.5, 0.1, 0.2, 0.9, 0.3, 0]);
        LatentDraws sampled = all.Sampled(count, KeyedNoise.OfStep(4, RandomPurpose.Synthesis, step: 0));
        float[] exact = all.Expectation(all.Values.SumLast()).Value.Span.ToArray(),
            estimate = sampled.Expectation(sampled.Values.SumLast()).Value.Span.ToArray();
        Assert.Equal(0.2 + 2 * 0.3, exact[0], 1e-5);
        Assert.Equal(10 * 0.1 + 11 * 0.9, exact[1], 1e-5);
        Assert.Equal(exact[0], estimate[0], 5 * Math.Sqrt((0.2 + 4 * 0.3 - 0.64) / count));
        Assert.Equal(exact[1], estimate[1], 5 * Math.Sqrt(0.09 / count));
    }

    [Fact]
    public void One_draw_is_chosen_by_the_weights_given_and_stands_alone()
    {
        LatentDraws three = ThreeValues([0.5, 0.1, 0.2, 0.9, 0.3, 0]);
        Tape tape = three.Values.Tape;

        // Weights 1, 1, 2 and 3, 0, 1, whose sum is not 1.
        Variable weights = tape.Constant(
            Tensor.FromValues(new Shape(6), [.. new float[] { 1, 3, 1, 0, 2, 1 }.Select(x => MathF.Log(x))]));
        foreach ((float uniform, float first, float second) in new[] { (0f, 0f, 10f), (0.3f, 1, 10), (0.9f, 2, 12) })
        {
            LatentDraws chosen = three.Choose(weights, tape.Constant(Tensor.Filled(new Shape(2, 1), uniform)));
            Assert.Equal((1, null), (chosen.Count, chosen.LogWeights));
            Assert.Equal([first, second], chosen.Values.Value.Span.ToArray());
        }
    }

    // Two examples, of which the first has the values 0, 1, 2 and the second 10, 11, 12.
    private LatentDraws ThreeValues(double[] probabilities)
    {
        var tape = new Tape(device);
        return new LatentDraws(
            tape.Constant(Tensor.FromValues(new Shape(6, 1), [0, 10, 1, 11, 2, 12])),
            Count: 3,
            tape.Constant(Tensor.FromValues(new Shape(6), [.. probabilities.Select(p => (float)Math.Log(p))])));
    }

    private static LatentDraws Alike(Variable any, int draws) => new(Rows(any), draws);

    private static LatentDraws Weighted(Variable logWeights, int draws) => new(Rows(logWeights), draws, logWeights);

    private static Variable Rows(Variable any) => any.Tape.Constant(new Tensor(new Shape(any.Shape[0], 1)));

    // The sum over an example's draws, for every example.
    private static double[] Over(int batch, int draws, Func<int, double> ofRow)
    {
        var sums = new double[batch];
        for (int draw = 0; draw < draws; draw++)
        {
            for (int example = 0; example < batch; example++)
                sums[example] += ofRow(draw * batch + example);
        }

        return sums;
    }
}
