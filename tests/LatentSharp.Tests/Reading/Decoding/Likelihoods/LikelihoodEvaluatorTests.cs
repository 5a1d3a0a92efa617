using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Reading.Quantities;
using LatentSharp.Tests.Models;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Reading.Decoding.Likelihoods;

public sealed class LikelihoodEvaluatorTests : IDisposable
{
    private readonly Device device = Device.Cpu(2);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Every_weighted_draw_of_the_exact_posterior_is_the_likelihood_for_any_S()
    {
        Dataset data = LinearGaussian.Draw(40, draw: 1);
        LikelihoodEvaluation evaluation = Evaluate(LinearGaussian.Exact(), data, [1, 3, 40]);
        double[] exact = Exact(data);
        foreach (int samples in evaluation.Samples)
        {
            for (int row = 0; row < data.Count; row++)
                Assert.Equal(exact[row], evaluation[LikelihoodEstimator.Importance, samples].PerExample[row], 1e-4);
        }

        // Equal weights: every draw counts, and none is a tail beyond rounding.
        Assert.Equal(40, Weights(evaluation, LikelihoodEstimator.Importance).MedianEffectiveSampleSize, 3);
    }

    [Fact]
    public void The_negative_elbo_of_the_exact_posterior_is_the_likelihood_within_its_error()
    {
        Dataset data = LinearGaussian.Draw(400, draw: 2);
        EstimatorColumn bound = Evaluate(LinearGaussian.Exact(), data, [64])[LikelihoodEstimator.NegativeElbo];
        AssertWithin([.. bound.PerExample], Exact(data), standardErrors: 3);
    }

    [Fact]
    public void Many_draws_of_an_inexact_posterior_and_of_the_router_agree_with_the_closed_form()
    {
        Dataset data = LinearGaussian.Draw(150, draw: 3);
        LikelihoodEvaluation evaluation = Evaluate(Inexact(), data, [20_000]);
        AssertWithin([.. evaluation[LikelihoodEstimator.Importance].PerExample], Exact(data), standardErrors: 3);
        AssertWithin(
            [.. evaluation[LikelihoodEstimator.RouterMonteCarlo].PerExample],
            Exact(data),
            standardErrors: 3,
            below: 0.02);
    }

    [Fact]
    public void The_bounds_come_in_their_order()
    {
        LikelihoodEvaluation evaluation = Evaluate(Inexact(), LinearGaussian.Draw(300, draw: 4), [1, 5, 25, 100]);
        double[] importance =
        [
            .. evaluation.Samples.Select(samples => evaluation[LikelihoodEstimator.Importance, samples].Mean.Value),
        ];
        double[] router =
        [
            .. evaluation.Samples.Select(samples =>
                evaluation[LikelihoodEstimator.RouterMonteCarlo, samples].Mean.Value),
        ];
        Assert.True(evaluation[LikelihoodEstimator.NegativeElbo].Mean.Value >= importance[0] - 0.05);
        Assert.Equal(importance.OrderDescending(), importance);
        Assert.Equal(router.OrderDescending(), router);
        // A mean of logs is the router's bound at S = 1, whose every group is one draw.
        Assert.Equal(router[0], evaluation[LikelihoodEstimator.MeanLogLikelihood].Mean.Value, 9);
        Assert.True(router[^1] > importance[^1]);
    }

    [Fact]
    public void A_smaller_S_averages_all_the_groups_that_the_draws_make()
    {
        Dataset data = LinearGaussian.Draw(20, draw: 5);
        LikelihoodEvaluation both = Evaluate(Inexact(), data, [3, 32, 40]), alone = Evaluate(Inexact(), data, [32]);
        Assert.Equal([1, 13, 1, 1, 13, 1, 1, 1], both.Estimators.Select(column => column.Groups));
        // The first group of 32 draws is the only one of 32, whatever else is asked for.
        Assert.Equal(
            alone[LikelihoodEstimator.RouterMonteCarlo].PerExample,
            both[LikelihoodEstimator.RouterMonteCarlo, 32].PerExample);
        Assert.Equal(
            alone[LikelihoodEstimator.Importance].PerExample,
            both[LikelihoodEstimator.Importance, 32].PerExample);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(700, 2)]
    [InlineData(100_000, 3)]
    public void An_example_depends_neither_on_blocks_nor_on_threads(int rowsPerCall, int threads)
    {
        var model = new Cvae(SmallTask.Model with { Hidden = [70], LatentDimensions = 5 }, seed: 3);
        Dataset data = SmallTask.Examples(SmallTask.Model, 57, draw: 8);
        using var other = Device.Cpu(threads);
        var options = new LikelihoodOptions { Samples = [1, 10, 75], Seed = 7 };
        LikelihoodEvaluation expected = LikelihoodEvaluator.Evaluate(model, data, options, device);
        LikelihoodEvaluation actual = LikelihoodEvaluator.Evaluate(
            model,
            data,
            options with
            {
                RowsPerCall = rowsPerCall,
            },
            other);
        AssertSame(expected, actual, data.Count);
    }

    [Fact]
    public void An_example_does_not_depend_on_the_others()
    {
        var model = new Cvae(SmallTask.Model, seed: 3);
        Dataset data = SmallTask.Examples(SmallTask.Model, 57, draw: 8);
        int[] first = [.. Enumerable.Range(0, 13)];
        AssertSame(Evaluate(model, data, [1, 40]), Evaluate(model, data.Subset(first), [1, 40]), first.Length);
    }

    [Theory]
    [InlineData(24, false)]
    [InlineData(25, true)]
    public void A_tail_is_fitted_from_25_draws_on(int samples, bool fitted)
    {
        LikelihoodEvaluation evaluation = Evaluate(Inexact(), LinearGaussian.Draw(10, draw: 6), [samples]);
        Assert.All(evaluation.Weights, weights =>
        {
            Assert.InRange(weights.MedianEffectiveSampleSize, 1, samples);
            Assert.Equal((fitted, fitted), (weights.MedianTailIndex is not null, weights.AboveLimit is not null));
        });
    }

    [Fact]
    public void Another_seed_draws_otherwise_and_progress_ends_at_the_total()
    {
        Dataset data = LinearGaussian.Draw(30, draw: 7);
        var seen = new List<LikelihoodProgress>();
        var options = new LikelihoodOptions { Samples = [40], RowsPerCall = 64 };
        LikelihoodEvaluation first = LikelihoodEvaluator.Evaluate(Inexact(), data, options, device, new Recorder(seen));
        LikelihoodEvaluation second = LikelihoodEvaluator.Evaluate(Inexact(), data, options with { Seed = 1 }, device);
        Assert.NotEqual(
            first[LikelihoodEstimator.NegativeElbo].PerExample,
            second[LikelihoodEstimator.NegativeElbo].PerExample);
        Assert.Equal(new LikelihoodProgress(2400, 2400), seen[^1]);
        Assert.True(seen.Count > 30);
    }

    [Fact]
    public void It_stops_when_it_is_asked_to()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            LikelihoodEvaluator.Evaluate(
                Inexact(),
                LinearGaussian.Draw(3, draw: 7),
                new LikelihoodOptions(),
                device,
                cancellation: source.Token));
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_named()
    {
        Cvae model = LinearGaussian.Exact();
        SmallTask.Find(model, "decoder.0.bias").Value.Span[0] = float.NaN;
        DataException failure = Assert.Throws<DataException>(() =>
            Evaluate(model, LinearGaussian.Draw(3, draw: 7), [2]));
        Assert.StartsWith(
            "linear Gaussian: example 0, draw 0 of q, both counted from 0, has the log-weight NaN; expected a " +
                "finite number: ",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_network_gives_the_likelihood_itself()
    {
        Dataset data = SmallTask.Examples(SmallTask.Model, 40, draw: 9);
        var model = new Cvae(SmallTask.Model with { HasLatent = false }, seed: 1);
        LikelihoodEvaluation whole = LikelihoodEvaluator.Evaluate(model, data, new LikelihoodOptions(), device);
        LikelihoodEvaluation parts = LikelihoodEvaluator.Evaluate(
            model,
            data,
            new LikelihoodOptions { RowsPerCall = 7 },
            device);
        EstimatorColumn only = Assert.Single(whole.Estimators);
        Assert.Equal((LikelihoodEstimator.NegativeLogLikelihood, 0), (only.Estimator, only.Samples));
        Assert.InRange(only.Mean.Value, 0.5, 20);
        Assert.Equal(only.PerExample, parts.Estimators[0].PerExample);
        Assert.Null(whole.RouterGap);
        Assert.Empty(whole.Weights);
    }

    [Theory]
    [InlineData]
    [InlineData(0)]
    [InlineData(10, 1)]
    [InlineData(1, 1)]
    [InlineData(1_000_001)]
    public void Lists_of_S_that_are_not_ascending_whole_numbers_in_range_are_refused(params int[] samples) =>
        Assert.EndsWith(
            "; give whole numbers from 1 to 1000000, each once and in ascending order, such as 1,10,100",
            Assert.Throws<OptionException>(() => new LikelihoodOptions { Samples = samples }).Message,
            StringComparison.Ordinal);

    private LikelihoodEvaluation Evaluate(Cvae model, Dataset data, int[] samples) =>
        LikelihoodEvaluator.Evaluate(model, data, new LikelihoodOptions { Samples = samples }, device);

    // Half a standard deviation or so too broad, and moved: a proposal whose weights vary, but have a finite variance.
    private static Cvae Inexact()
    {
        Cvae model = LinearGaussian.Exact();
        Span<float> bias = SmallTask.Find(model, "inference.0.bias").Value.Span;
        bias[0] += 0.2f;
        bias[2] += 0.6f;
        bias[3] += 0.6f;
        return model;
    }

    private static double[] Exact(Dataset data) =>
        [
            .. Enumerable
                .Range(0, data.Count)
                .Select(row => -LinearGaussian.LogProbability(data.Condition.Row(row), data.Target.Row(row))),
        ];

    private static WeightColumn Weights(LikelihoodEvaluation evaluation, LikelihoodEstimator estimator) =>
        evaluation.Weights.Single(column => column.Estimator == estimator);

    private static void AssertWithin(double[] values, double[] exact, double standardErrors, double below = 0)
    {
        Estimate difference = Paired(values, exact);
        Assert.InRange(
            difference.Value,
            -standardErrors * difference.StandardError - 1e-4,
            standardErrors * difference.StandardError + 1e-4 + below);
    }

    private static Estimate Paired(double[] values, double[] exact) =>
        new EstimatorColumn(
            LikelihoodEstimator.NegativeElbo,
            1,
            1,
            [.. values.Zip(exact, (value, truth) => value - truth)]).Mean;

    private static void AssertSame(LikelihoodEvaluation expected, LikelihoodEvaluation actual, int examples)
    {
        foreach ((EstimatorColumn one, EstimatorColumn other) in expected.Estimators.Zip(actual.Estimators))
            Assert.Equal(one.PerExample[..examples], other.PerExample[..examples]);
        foreach ((WeightColumn one, WeightColumn other) in expected.Weights.Zip(actual.Weights))
        {
            Assert.Equal(one.EffectiveSampleSize[..examples], other.EffectiveSampleSize[..examples]);
            Assert.Equal(one.TailIndex[..examples], other.TailIndex[..examples]);
        }
    }

    private sealed class Recorder(List<LikelihoodProgress> seen) : IProgress<LikelihoodProgress>
    {
        public void Report(LikelihoodProgress value) => seen.Add(value);
    }
}
