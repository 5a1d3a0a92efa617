using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Models;

[Trait("speed", "slow")]
public sealed class LinearGaussianTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void With_exact_weights_the_evidence_lower_bound_of_every_example_is_its_log_probability()
    {
        Dataset data = LinearGaussian.Draw(64, draw: 1);
        double[] bound = EvidenceLowerBound(LinearGaussian.Exact(), data);
        for (int row = 0; row < data.Count; row++)
            Assert.Equal(
                LinearGaussian.LogProbability(data.Condition.Row(row), data.Target.Row(row)),
                bound[row],
                1e-4);
    }

    // p(y,z|x) / q(z|x,y) = p(y|x) for any z, where q is the exact posterior.
    [Fact]
    public void With_exact_weights_every_draw_of_z_gives_the_log_probability()
    {
        Dataset data = LinearGaussian.Draw(64, draw: 2);
        var tape = new Tape(device);
        Variable y = tape.Constant(data.Target);
        VariationalOutput output = LinearGaussian
            .Exact()
            .Forward(tape.Constant(data.Condition), y, tape.Constant(SmallTask.Normal(9, data.Count, 2)));
        Span<float> ratio = (
            output.Likelihood.LogProbability(y)
            + output.Prior.LogProbability(output.Draws!.Values)
            - output.Posterior.LogProbability(output.Draws.Values))
            .Value
            .Span;
        for (int row = 0; row < data.Count; row++)
            Assert.Equal(
                LinearGaussian.LogProbability(data.Condition.Row(row), data.Target.Row(row)),
                ratio[row],
                1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void With_exact_weights_the_importance_weighted_bound_is_the_log_probability_for_any_number_of_draws(
        int draws)
    {
        Dataset data = LinearGaussian.Draw(64, draw: 2);
        double[] bound = PerExample(new ImportanceWeightedBound(), LinearGaussian.Exact(), data, draws, routerDraws: 0);
        for (int row = 0; row < data.Count; row++)
            Assert.Equal(
                LinearGaussian.LogProbability(data.Condition.Row(row), data.Target.Row(row)),
                -bound[row],
                1e-4);
    }

    // Bounds in expectation that more draws tighten: -ELBO, then the importance-weighted bound, then -log p.
    [Fact]
    public void With_an_inexact_posterior_draws_tighten_the_importance_weighted_bound_towards_the_log_probability()
    {
        Dataset data = LinearGaussian.Draw(2000, draw: 4);
        Cvae model = LinearGaussian.Exact();
        SmallTask.Find(model, "inference.0.bias").Value.Span[2] += 0.7f;
        double exact = -Enumerable
            .Range(0, data.Count)
            .Average(row => LinearGaussian.LogProbability(data.Condition.Row(row), data.Target.Row(row)));
        double[] bounds =
        [
            .. new[] { 1, 8, 64 }.Select(draws =>
                PerExample(new ImportanceWeightedBound(), model, data, draws, routerDraws: 0).Average()),
        ];
        double elbo = -EvidenceLowerBound(model, data).Average();
        Assert.Equal(elbo, bounds[0], 0.05); // Three standard errors.
        Assert.True(bounds[0] > bounds[1] + 0.05 && bounds[1] > bounds[2], string.Join(", ", bounds));
        Assert.Equal(exact, bounds[2], 0.01);
    }

    [Fact]
    public void Draws_of_the_router_estimate_the_log_probability_by_their_log_mean_exp()
    {
        Dataset data = LinearGaussian.Draw(300, draw: 5);
        double exact = -Enumerable
            .Range(0, data.Count)
            .Average(row => LinearGaussian.LogProbability(data.Condition.Row(row), data.Target.Row(row)));
        double one = PerExample(new RouterReconstruction(), LinearGaussian.Exact(), data, 1, routerDraws: 1).Average();
        double many = PerExample(new RouterReconstruction(), LinearGaussian.Exact(), data, 1, routerDraws: 2000)
            .Average();
        Assert.True(one > exact + 1, $"One draw gives {one}, the log-probability is {exact}.");
        Assert.Equal(exact, many, 0.05);
    }

    [Fact]
    public void A_posterior_that_is_not_exact_falls_short_of_the_log_probability()
    {
        Dataset data = LinearGaussian.Draw(64, draw: 3);
        Cvae model = LinearGaussian.Exact();
        SmallTask.Find(model, "inference.0.bias").Value.Span[2] += 0.1f;
        double[] bound = EvidenceLowerBound(model, data);
        // KL(q || exact) of a log-variance that is 0.1 too large: 1/2 (e^0.1 - 1 - 0.1).
        double gap = 0.5 * (Math.Exp(0.1) - 1.1);
        for (int row = 0; row < data.Count; row++)
            Assert.Equal(
                LinearGaussian.LogProbability(data.Condition.Row(row), data.Target.Row(row)) - gap,
                bound[row],
                1e-4);
    }

    [Fact]
    public void Training_from_random_weights_reaches_the_log_probability_of_held_out_examples()
    {
        var data = new DatasetSplit(
            LinearGaussian.Draw(4000, draw: 10),
            LinearGaussian.Draw(500, draw: 11),
            LinearGaussian.Draw(2000, draw: 12));
        var model = new Cvae(LinearGaussian.Model, seed: 1);
        var options = new TrainingOptions
        {
            Epochs = 30,
            BatchSize = 128,
            LearningRate = 0.02,
            LearningRateDecay = LearningRateDecay.Cosine,
        };
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0));
        double before = EvidenceLowerBound(model, data.Test).Average();
        new Trainer(model, objective, options, data, device).Run(new RecordingProgress());

        double exact = Enumerable
            .Range(0, data.Test.Count)
            .Average(row => LinearGaussian.LogProbability(data.Test.Condition.Row(row), data.Test.Target.Row(row)));
        double reached = EvidenceLowerBound(model, data.Test).Average();
        Assert.True(before < exact - 1, $"Before training the bound is {before}, the log-probability {exact}.");
        Assert.InRange(reached, exact - 0.05, exact + 0.01);
    }

    private double[] PerExample(IObjectiveTerm term, Cvae model, Dataset data, int draws, int routerDraws)
    {
        var tape = new Tape(device);
        Variable y = tape.Constant(data.Target);
        Variable? router = routerDraws == 0 ? null : tape.Constant(SmallTask.Normal(10, routerDraws * data.Count, 2));
        VariationalOutput output = model.Forward(
            tape.Constant(data.Condition),
            y,
            tape.Constant(SmallTask.Normal(9, draws * data.Count, 2)),
            router);
        return Array.ConvertAll(term.PerExample(output, y).Value.Span.ToArray(), value => (double)value);
    }

    // R is quadratic in the noise, so its mean over the points +-sqrt(d) e_k is its expectation, without sampling
    // error.
    private double[] EvidenceLowerBound(Cvae model, Dataset data)
    {
        int dimensions = model.Latent!.Width;
        double[] bound = new double[data.Count];
        for (int point = 0; point < 2 * dimensions; point++)
        {
            var noise = new Tensor(new Shape(data.Count, dimensions));
            for (int row = 0; row < data.Count; row++)
                noise.Row(row)[point / 2] = (point % 2 == 0 ? 1 : -1) * MathF.Sqrt(dimensions);
            var tape = new Tape(device);
            Variable y = tape.Constant(data.Target);
            VariationalOutput output = model.Forward(tape.Constant(data.Condition), y, tape.Constant(noise));
            Span<float> reconstruction = new Reconstruction().PerExample(output, y).Value.Span,
                divergence = new PriorKl().PerExample(output, y).Value.Span;
            for (int row = 0; row < data.Count; row++)
                bound[row] -= ((double)reconstruction[row] + divergence[row]) / (2 * dimensions);
        }

        return bound;
    }
}
