using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Tests.Models;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Latents.Gaussian;

public sealed class LogVarianceRangeTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(-10f, 10f)]
    [InlineData(-2f, 2f)]
    [InlineData(0f, 1f)]
    [InlineData(-20f, -5f)]
    public void Bounded_values_stay_inside_the_range_and_rise_with_their_input(float minimum, float maximum)
    {
        float[] inputs = [-1e30f, -1e6f, -100f, .. Enumerable.Range(-60, 121).Select(i => i * 0.5f), 100f, 1e6f, 1e30f];
        Span<float> bounded = Apply(new LogVarianceRange(minimum, maximum), inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.InRange(bounded[i], minimum, maximum);
            Assert.True(
                i == 0 || bounded[i] >= bounded[i - 1],
                $"{bounded[i]} at {inputs[i]} lies below {bounded[Math.Max(i - 1, 0)]}.");
        }

        Assert.Equal(minimum, bounded[0], 1e-5);
        Assert.Equal(maximum, bounded[^1], 1e-5);
    }

    [Fact]
    public void Well_inside_a_wide_range_it_is_the_identity()
    {
        float[] inputs = [-3f, -1.25f, 0f, 0.5f, 3f];
        Span<float> bounded = Apply(new LogVarianceRange(-15, 15), inputs);
        for (int i = 0; i < inputs.Length; i++)
            Assert.Equal(inputs[i], bounded[i], 2e-5);
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(-1f, float.NaN)]
    [InlineData(float.NegativeInfinity, 1f)]
    [InlineData(-1f, float.PositiveInfinity)]
    [InlineData(1f, 1f)]
    [InlineData(2f, 1f)]
    public void A_range_has_two_finite_ends_the_smaller_first(float minimum, float maximum) =>
        Assert.StartsWith(
            "log_variance_range",
            Assert.Throws<OptionException>(() => new LogVarianceRange(minimum, maximum)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_share_outside_counts_values_beyond_either_end()
    {
        var range = new LogVarianceRange(-2, 3);
        Assert.Equal(0.4, range.ShareOutside(Tensor.FromValues(new Shape(5), [-2.5f, -2f, 0f, 3f, 3.5f])));
        Assert.Equal(0.0, range.ShareOutside(new Tensor(new Shape(0, 4))));
    }

    [Fact]
    public void The_sample_the_divergence_and_the_posterior_variance_see_the_bounded_value()
    {
        Cvae model = OneSideOutside();
        var tape = new Tape(device);
        Tensor noise = SmallTask.Normal(5, 4, 2);
        Variable y = tape.Constant(SmallTask.Normal(6, 4, 4));
        VariationalOutput output = model.Forward(tape.Constant(SmallTask.Normal(7, 4, 3)), y, tape.Constant(noise));
        Tensor divergence = new PriorKl().PerExample(output, y).Value,
            variance = new PosteriorVariance().PerExample(output, y).Value;
        for (int row = 0; row < 4; row++)
        {
            double kl = 0, mean = 0;
            for (int d = 0; d < 2; d++)
            {
                double mu = output.Posterior.Mean.Value.Row(row)[d],
                    logVariance = output.Posterior.LogVariance.Value.Row(row)[d];
                double m = output.Prior.Mean.Value.Row(row)[d],
                    priorLogVariance = output.Prior.LogVariance.Value.Row(row)[d];
                Assert.InRange(logVariance, -2, 2);
                Assert.InRange(priorLogVariance, -2, 2);
                double z = mu + Math.Exp(logVariance / 2) * noise.Row(row)[d];
                Assert.Equal(z, output.Draws!.Values.Value.Row(row)[d], 1e-5);
                double r = Math.Exp(logVariance - priorLogVariance);
                kl += 0.5 * (r - 1 - Math.Log(r) + (mu - m) * (mu - m) / Math.Exp(priorLogVariance));
                mean += Math.Exp(logVariance) / 2;
            }

            Assert.Equal(kl, divergence.Span[row], 1e-4 * kl);
            Assert.Equal(mean, variance.Span[row], 1e-5 * mean);
        }
    }

    [Fact]
    public void A_step_records_the_share_of_log_variances_outside()
    {
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0));
        var step = new TrainingStep(
            OneSideOutside(),
            objective,
            new TrainingOptions(),
            new ConstantSchedule(1e-3),
            device);
        Assert.Equal(
            0.5,
            step.Take(
                SmallTask.Data.Train.Condition,
                SmallTask.Data.Train.Target,
                step: 0,
                epoch: 0).LogVarianceOutOfRange);

        var unbounded = new TrainingStep(
            new Cvae(SmallTask.Model, seed: 0),
            objective,
            new TrainingOptions(),
            new ConstantSchedule(1e-3),
            device);
        Assert.Null(
            unbounded
                .Take(SmallTask.Data.Train.Condition, SmallTask.Data.Train.Target, step: 0, epoch: 0)
                .LogVarianceOutOfRange);
    }

    // The first dimension's log-variance is 50 before the range of [-2, 2] acts, the second's is 0.5.
    private static Cvae OneSideOutside()
    {
        var model = new Cvae(
            SmallTask.Model with
            {
                Hidden = [],
                LogVarianceRange = new LogVarianceRange(-2, 2),
            },
            seed: 8);
        Tensor weight = SmallTask.Find(model, "inference.0.weight").Value;
        weight.Row(2).Clear();
        weight.Row(3).Clear();
        (
            SmallTask.Find(model, "inference.0.bias").Value.Span[2],
            SmallTask.Find(model, "inference.0.bias").Value.Span[3]) = (50f, 0.5f);
        return model;
    }

    private Span<float> Apply(LogVarianceRange range, float[] values) =>
        range.Apply(new Tape(device).Constant(Tensor.FromValues(new Shape(values.Length), values))).Value.Span;
}
