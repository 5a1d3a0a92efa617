using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Decoding;
using LatentSharp.Reading.Quantities;
using LatentSharp.Tests.Reading.Streaming;

namespace LatentSharp.Tests.Reading.Decoding;

public sealed class ConditionalLikelihoodTests : IDisposable
{
    private static readonly ReadingOptions Options = new();
    private readonly Device device = Device.Cpu(2);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_routers_draws_agree_with_the_closed_form()
    {
        var model = new LinearGaussianModel(1);
        // Jensen's bias is half the weights' relative variance over S, downwards, and that variance is below 1.
        Coverage.Check(
            model.LogLikelihood,
            seed => Estimate(model.Draw(seed, 500, 32)).PriorMonteCarlo.Value!.LogLikelihood,
            below: 1.0 / 64);
    }

    [Fact]
    public void Weighted_draws_of_an_inexact_posterior_agree_with_the_closed_form()
    {
        var model = new LinearGaussianModel(2, 0.2, 1.5);
        Coverage.Check(
            model.LogLikelihood,
            seed => Estimate(model.Draw(seed, 500, 32)).Importance.Value!.LogLikelihood,
            below: 1.0 / 64);
    }

    [Fact]
    public void Every_weighted_draw_of_the_exact_posterior_is_the_likelihood_itself()
    {
        // p(y|x,z) p(z|x) / q(z|x,y) = p(y|x) for every z, so one draw is as good as a hundred, and none is a tail.
        LatentEvidence evidence = new LinearGaussianModel(2).Draw(1, 50, 100);
        LikelihoodEstimate hundred = Estimate(evidence).Importance.Value!;
        Assert.Equal(100, hundred.EffectiveSampleSize, 9);
        Assert.Null(hundred.ParetoK);
        Assert.Null(hundred.ParetoKAboveLimit);
        var first = new double[100];
        evidence.NllPosterior!.Read(0, first);
        var ratio = new double[100];
        evidence.LogRatioPosterior!.Read(0, ratio);
        Assert.Equal(ratio[0] - first[0], ratio[99] - first[99], 9);
    }

    [Fact]
    public void Log_means_and_effective_sample_sizes_are_those_worked_by_hand()
    {
        // Weights 1 and 3; then 2 and 2, far below what float64 can hold.
        LatentEvidence evidence = EvidenceOf.Likelihoods(
            prior: [0, -Math.Log(3), 2000 - Math.Log(2), 2000 - Math.Log(2)]);
        LikelihoodEstimate estimate = Estimate(evidence).PriorMonteCarlo.Value!;
        Assert.Equal((Math.Log(2) + Math.Log(2) - 2000) / 2, estimate.LogLikelihood.Value, 9);
        Assert.Equal(1000, estimate.LogLikelihood.StandardError, 9);
        Assert.Equal((16.0 / 10 + 2) / 2, estimate.EffectiveSampleSize, 12);
        Assert.Equal(2, estimate.Samples);
        Assert.Null(estimate.ParetoK);
    }

    [Fact]
    public void Weights_with_a_power_law_tail_are_told_by_their_index()
    {
        // w = u^-k has a Pareto tail of index k: 0.3 can be trusted, 1.2 has no mean.
        Assert.InRange(PowerLaw(0.3).ParetoK!.Value, 0.2, 0.4);
        Assert.InRange(PowerLaw(0.3).ParetoKAboveLimit!.Value, 0, 0.01);
        Assert.InRange(PowerLaw(1.2).ParetoK!.Value, 1.0, 1.3);
        Assert.InRange(PowerLaw(1.2).ParetoKAboveLimit!.Value, 0.95, 1);
    }

    [Fact]
    public void One_weight_beyond_all_others_is_a_heavy_tail_even_where_the_others_underflow()
    {
        double[] nll = [.. Enumerable.Range(0, 200).Select(i => i % 100 == 0 ? 0 : 900.0 + i)];
        LikelihoodEstimate estimate = Estimate(EvidenceOf.Likelihoods(prior: nll)).PriorMonteCarlo.Value!;
        Assert.True(estimate.ParetoK > 1);
        Assert.Equal(1, estimate.EffectiveSampleSize, 9);
    }

    [Fact]
    public void A_tail_is_fitted_from_25_draws_on()
    {
        LatentEvidence Draws(int samples) => new LinearGaussianModel(1).Draw(2, 20, samples);
        Assert.Null(Estimate(Draws(24)).PriorMonteCarlo.Value!.ParetoK);
        Assert.NotNull(Estimate(Draws(25)).PriorMonteCarlo.Value!.ParetoK);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_thread_count()
    {
        LatentEvidence evidence = new LinearGaussianModel(2, 0.3, 2).Draw(5, 3000, 30);
        using var single = Device.Cpu(1);
        ConditionalLikelihood expected = ConditionalLikelihoodEstimator.Estimate(evidence, Options, single).Value!;
        Assert.Equal(expected.PriorMonteCarlo.Value, Estimate(evidence).PriorMonteCarlo.Value);
        Assert.Equal(expected.Importance.Value, Estimate(evidence).Importance.Value);
    }

    [Fact]
    public void Missing_arrays_are_named()
    {
        Assert.Equal(
            "nll_prior, or nll_posterior and log_ratio_posterior",
            ConditionalLikelihoodEstimator.Estimate(EvidenceOf.Likelihoods(), Options, device).Needs);
        Assert.Equal(
            "log_ratio_posterior",
            Estimate(EvidenceOf.Likelihoods(posterior: [1, 2], prior: [1, 2])).Importance.Needs);
        Assert.Equal(
            "nll_prior",
            Estimate(EvidenceOf.Likelihoods(posterior: [1, 2], logRatio: [0, 0])).PriorMonteCarlo.Needs);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_named()
    {
        ConditionalLikelihood estimate = Estimate(
            EvidenceOf.Likelihoods(posterior: [1, 2], prior: [1, 2], logRatio: [0, double.NegativeInfinity]));
        Assert.True(estimate.PriorMonteCarlo.IsMeasured);
        Assert.Equal(
            "finite values in log_ratio_posterior; row 1 (counted from 0) holds one that is not",
            estimate.Importance.Needs);
    }

    private ConditionalLikelihood Estimate(LatentEvidence evidence) =>
        ConditionalLikelihoodEstimator.Estimate(evidence, Options, device).Value!;

    private LikelihoodEstimate PowerLaw(double k)
    {
        const int examples = 100, samples = 4000;
        double[] nll = [.. Uniform.Draws(7, examples * samples).Select(u => k * Math.Log(u))];
        return Estimate(EvidenceOf.Likelihoods(prior: nll, examples: examples)).PriorMonteCarlo.Value!;
    }
}
