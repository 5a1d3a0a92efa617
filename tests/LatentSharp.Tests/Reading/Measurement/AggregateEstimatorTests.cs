using LatentSharp.Reading.Evidence;
using LatentSharp.Reading.Measurement;
using LatentSharp.Reading.Quantities;
using LatentSharp.Tensors.Threads;

namespace LatentSharp.Tests.Reading.Measurement;

public sealed class AggregateEstimatorTests : IDisposable
{
    private const int Examples = 600;
    private static readonly ReadingOptions Options = new() { Samples = 1 };
    private readonly WorkerPool pool = new(2);

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2.5)]
    public void Mutual_information_agrees_with_its_closed_form(int dimensions, double widening)
    {
        var model = new LinearGaussianModel(dimensions, widening: widening);
        Coverage.Check(
            model.MutualInformation,
            seed => MutualInformationEstimator.Estimate(model.Draw(seed, Examples), Options with { Seed = seed }, pool).Value,
            below: model.MutualInformationBias(Examples));
    }

    [Theory]
    [InlineData(1, 0.6, 1.5)]
    [InlineData(2, 0.5, 1)]
    [InlineData(2, 0.8, 1.2)]
    public void Aggregate_gap_agrees_with_its_closed_form(int dimensions, double shift, double widening)
    {
        var model = new LinearGaussianModel(dimensions, shift, widening);
        Coverage.Check(
            model.AggregateGap,
            seed => AggregateGapEstimator.Estimate(model.Draw(seed, Examples), Options with { Seed = seed }, pool).Value!.Value,
            above: model.AggregateGapBias(Examples));
    }

    [Fact]
    public void Aggregate_gap_of_aggregates_that_agree_is_small_and_errs_upwards()
    {
        // With the exact posterior, two mixtures of one population differ by chance alone.
        var model = new LinearGaussianModel(2);
        Assert.Equal(0, model.AggregateGap, 12);
        var gaps = default(RunningMoments);
        for (ulong seed = 1; seed <= 50; seed++)
            gaps.Add(AggregateGapEstimator.Estimate(model.Draw(seed, Examples), Options, pool).Value!.Value.Value);
        Assert.True(gaps.Estimate.Exceeds(0) > 4);
        Assert.InRange(gaps.Estimate.Value, 0, model.AggregateGapBias(Examples));
    }

    [Fact]
    public void Examples_far_apart_reach_the_ceiling_exactly_and_never_pass_it()
    {
        MutualInformation apart = MutualInformationEstimator.Estimate(EvidenceOf.Means(1, [-1e3, 0, 1e3, 5e3, 1e6]), Options, pool);
        Assert.Equal(Math.Log(5), apart.Ceiling);
        Assert.Equal(new Estimate(apart.Ceiling, 0), apart.Value);
        Assert.Equal((5, 1), (apart.Examples, apart.Samples));

        MutualInformation near = MutualInformationEstimator.Estimate(new LinearGaussianModel(500).Draw(1, 30), Options, pool);
        Assert.InRange(near.Value.Value, 3.4, near.Ceiling);
    }

    [Fact]
    public void Posteriors_that_do_not_differ_carry_no_information_and_leave_no_gap_to_the_same_prior()
    {
        LatentEvidence evidence = EvidenceOf.Routed(3, new double[30], new double[30], new double[30]);
        Assert.Equal(0, MutualInformationEstimator.Estimate(evidence, Options, pool).Value.Value, 12);
        Assert.Equal(0, AggregateGapEstimator.Estimate(evidence, Options, pool).Value!.Value.Value, 12);
    }

    [Fact]
    public void Narrow_posteriors_far_from_the_origin_lose_no_digits()
    {
        // Standard deviations of 1e-4 at a distance of 1e4: the expanded square would leave nothing of the exponent.
        double[] means = [1e4, 1e4 + 1e-4], logVariance = [-8 * Math.Log(10), -8 * Math.Log(10)];
        double near = MutualInformationEstimator.Estimate(EvidenceOf.Posterior(1, means, logVariance), new ReadingOptions { Samples = 4096 }, pool).Value.Value;
        double same = MutualInformationEstimator.Estimate(EvidenceOf.Means(1, [0, 1]), new ReadingOptions { Samples = 4096 }, pool).Value.Value;
        Assert.Equal(same, near, 6);
        Assert.InRange(near, 0.08, 0.14);
    }

    [Fact]
    public void Both_estimates_share_their_draws_and_do_not_depend_on_the_thread_count()
    {
        LatentEvidence evidence = new LinearGaussianModel(3, 0.5, 2).Draw(3, 333);
        AggregateDraws draws = AggregateDraws.Take(evidence, Options, pool);
        using var single = new WorkerPool(1);
        Assert.Equal(MutualInformationEstimator.Estimate(evidence, Options, single), MutualInformationEstimator.Estimate(draws));
        Assert.Equal(AggregateGapEstimator.Estimate(evidence, Options, single).Value, AggregateGapEstimator.Estimate(draws).Value);
        Assert.NotEqual(
            MutualInformationEstimator.Estimate(draws).Value,
            MutualInformationEstimator.Estimate(evidence, Options with { Seed = 1 }, single).Value);
    }

    [Fact]
    public void More_evidence_than_asked_for_is_subsampled_by_seed()
    {
        LatentEvidence evidence = new LinearGaussianModel(2).Draw(4, 1000);
        MutualInformation some = MutualInformationEstimator.Estimate(evidence, Options with { EstimatorExamples = 100 }, pool);
        Assert.Equal((100, Math.Log(100)), (some.Examples, some.Ceiling));
        Assert.NotEqual(some.Value, MutualInformationEstimator.Estimate(evidence, Options with { EstimatorExamples = 100, Seed = 9 }, pool).Value);
    }

    [Fact]
    public void A_latent_of_very_many_dimensions_is_read_from_fewer_draws_and_then_fewer_examples()
    {
        Assert.Equal((2000, 8), AggregateDraws.Affordable(2000, 8, 16));
        Assert.Equal((2000, 4), AggregateDraws.Affordable(2000, 8, 64));

        // sqrt(2^30 / 65536) = 128.
        Assert.Equal((128, 1), AggregateDraws.Affordable(2000, 8, 65536));
        Assert.Equal((2, 1), AggregateDraws.Affordable(2000, 8, int.MaxValue));
    }

    [Fact]
    public void Without_a_router_the_gap_names_what_it_needs() =>
        Assert.Equal("prior_mean and prior_logvar", AggregateGapEstimator.Estimate(EvidenceOf.Means(1, [0, 1]), Options, pool).Needs);
}
