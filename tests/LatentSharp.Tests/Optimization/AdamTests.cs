using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Optimization;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Optimization;

public class AdamTests
{
    private const int Steps = 200;

    // The second length leaves a partial vector, the third crosses the border of a shard.
    private static readonly int[] Lengths = [16, 37, 16_384 + 5];

    [Theory]
    [InlineData(0.0, true, 1e-8, 1.0)]
    [InlineData(0.05, true, 1e-8, 1.0)]
    [InlineData(0.05, false, 1e-8, 1.0)]
    [InlineData(0.0, true, 1e-2, 0.5)]
    public void Two_hundred_updates_agree_with_float64(
        double weightDecay,
        bool decoupled,
        double epsilon,
        double gradientScale)
    {
        var options = new AdamOptions
        {
            WeightDecay = weightDecay,
            DecoupledWeightDecay = decoupled,
            Epsilon = epsilon,
        };
        Parameter[] parameters = Train(options, gradientScale, threads: 1);
        for (int p = 0; p < Lengths.Length; p++)
        {
            for (int i = 0; i < Lengths[p]; i += Lengths[p] > 1000 ? 97 : 1)
            {
                double expected = Reference(p, i, options, gradientScale),
                    actual = parameters[p].Value.Span[i];
                Assert.True(
                    Math.Abs(actual - expected) <= 1e-5 * Math.Abs(expected),
                    $"Parameter {p}, element {i}: {actual:R}, expected {expected:R}.");
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_result_does_not_depend_on_the_threads(int threads)
    {
        var options = new AdamOptions { WeightDecay = 0.05 };
        Parameter[] alone = Train(options, 1, threads: 1), together = Train(options, 1, threads);
        for (int p = 0; p < Lengths.Length; p++)
            Assert.True(alone[p].Value.Span.SequenceEqual(together[p].Value.Span));
    }

    [Fact]
    public void The_first_update_moves_each_weight_by_the_learning_rate_against_its_gradient()
    {
        var parameter = new Parameter("w", Tensor.FromValues(new Shape(3), [1f, 1f, 1f]));
        Tensor.FromValues(new Shape(3), [1e-3f, -50f, 0f]).Span.CopyTo(parameter.Gradient.Span);
        using var device = Device.Cpu(1);
        var adam = new Adam([parameter], new AdamOptions());
        adam.Update(0.25, 1, device);
        Assert.Equal(1, adam.Updates);
        Assert.Equal(0.75, parameter.Value.Span[0], 1e-5);
        Assert.Equal(1.25, parameter.Value.Span[1], 1e-5);
        Assert.Equal(1.0, parameter.Value.Span[2]);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_decay_of_moments_outside_its_range_is_refused(double value)
    {
        Assert.StartsWith(
            "beta1 is ",
            Assert.Throws<OptionException>(() => new AdamOptions { Beta1 = value }).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "beta2 is ",
            Assert.Throws<OptionException>(() => new AdamOptions { Beta2 = value }).Message,
            StringComparison.Ordinal);
    }

    private static Parameter[] Train(AdamOptions options, double gradientScale, int threads)
    {
        Parameter[] parameters =
        [
            .. Lengths.Select((length, p) => new Parameter($"p{p}", new Tensor(new Shape(length)))),
        ];
        for (int p = 0; p < parameters.Length; p++)
        {
            for (int i = 0; i < Lengths[p]; i++)
                parameters[p].Value.Span[i] = Start(p, i);
        }

        using var device = Device.Cpu(threads);
        var adam = new Adam(parameters, options);
        for (int step = 0; step < Steps; step++)
        {
            for (int p = 0; p < parameters.Length; p++)
            {
                for (int i = 0; i < Lengths[p]; i++)
                    parameters[p].Gradient.Span[i] = Gradient(p, i, step);
            }

            adam.Update(Rate(step), gradientScale, device);
        }

        return parameters;
    }

    // Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2.
    private static double Reference(int p, int i, AdamOptions options, double gradientScale)
    {
        double weight = Start(p, i), first = 0, second = 0;
        for (int step = 0; step < Steps; step++)
        {
            double gradient = gradientScale * Gradient(p, i, step);
            if (options.DecoupledWeightDecay)
                weight -= Rate(step) * options.WeightDecay * weight;
            else
                gradient += options.WeightDecay * weight;
            first = options.Beta1 * first + (1 - options.Beta1) * gradient;
            second = options.Beta2 * second + (1 - options.Beta2) * gradient * gradient;
            double unbiasedFirst = first / (1 - Math.Pow(options.Beta1, step + 1)),
                unbiasedSecond = second / (1 - Math.Pow(options.Beta2, step + 1));
            weight -= Rate(step) * unbiasedFirst / (Math.Sqrt(unbiasedSecond) + options.Epsilon);
        }

        return weight;
    }

    private static double Rate(int step) => 2e-3 / (1 + 0.01 * step);

    // Away from 0 by more than the updates can reach, so that an error relative to the weight means something.
    private static float Start(int p, int i) => (i % 2 == 0 ? 1f : -1f) * (1f + 0.01f * ((7 * i + p) % 83));

    // From 1e-5 to 1e2 in size, of changing sign.
    private static float Gradient(int p, int i, int step) =>
        (float)(Math.Pow(10, i % 8 - 5) * (0.3 + Math.Sin(0.37 * step * (1 + i % 5) + p)));
}
