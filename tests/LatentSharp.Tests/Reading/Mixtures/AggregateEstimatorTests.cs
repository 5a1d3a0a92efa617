using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Mixtures;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Tests.Reading.Mixtures;

public sealed class AggregateEstimatorTests : IDisposable
{
    private const int Examples = 600;
    private static readonly ReadingOptions Options = new() { Samples = 1 };
    private readonly Device device = Device.Cpu(2);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2.5)]
    public void Mutual_information_agrees_with_its_closed_form(int dimensions, double widening)
    {
        var model = new LinearGaussianModel(dimensions, widening: widening);
        Coverage.Check(
            model.MutualInformation,
            seed => Information(model.Draw(seed, Examples), Options with { Seed = seed }).Value,
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
            seed => Gap(model.Draw(seed, Examples), Options with { Seed = seed }).Value!.Value,
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
            gaps.Add(Gap(model.Draw(seed, Examples), Options).Value!.Value.Value);
        Assert.True(gaps.Estimate.Exceeds(0) > 4);
        Assert.InRange(gaps.Estimate.Value, 0, model.AggregateGapBias(Examples));
    }

    [Fact]
    public void Examples_far_apart_reach_the_ceiling_and_never_pass_it()
    {
        MutualInformation apart = Information(EvidenceOf.Means(1, [-1e3, 0, 1e3, 5e3, 1e6]), Options);
        Assert.Equal(Math.Log(5), apart.Ceiling);
        Assert.InRange(apart.Value.Value, apart.Ceiling - 1e-12, apart.Ceiling);
        Assert.Equal(0, apart.Value.StandardError, 12);
        Assert.Equal((5, 1), (apart.Examples, apart.Samples));

        MutualInformation near = Information(new LinearGaussianModel(500).Draw(1, 30), Options);
        Assert.InRange(near.Value.Value, 3.4, near.Ceiling);
    }

    [Fact]
    public void Posteriors_that_do_not_differ_carry_no_information_and_leave_no_gap_to_the_same_prior()
    {
        LatentEvidence evidence = EvidenceOf.Routed(3, new double[30], new double[30], new double[30]);
        Assert.Equal(0, Information(evidence, Options).Value.Value, 12);
        Assert.Equal(0, Gap(evidence, Options).Value!.Value.Value, 12);
    }

    [Fact]
    public void Narrow_posteriors_far_from_the_origin_lose_no_digits()
    {
        // Standard deviations of 1e-4 at a distance of 1e4: the expanded square would leave nothing of the exponent.
        double[] means = [1e4, 1e4 + 1e-4],
            logVariance = [-8 * Math.Log(10), -8 * Math.Log(10)];
        double near = Information(
            EvidenceOf.Posterior(1, means, logVariance),
            new ReadingOptions { Samples = 4096 }
        ).Value.Value;
        double same = Information(EvidenceOf.Means(1, [0, 1]), new ReadingOptions { Samples = 4096 }).Value.Value;
        Assert.Equal(same, near, 6);
        Assert.InRange(near, 0.08, 0.14);
    }

    [Fact]
    public void Draws_follow_from_the_seed_and_do_not_depend_on_the_thread_count()
    {
        LatentEvidence evidence = new LinearGaussianModel(3, 0.5, 2).Draw(3, 333);
        AggregateDraws draws = AggregateDraws.Take(evidence, Options, device);
        using var single = Device.Cpu(1);
        AggregateDraws same = AggregateDraws.Take(evidence, Options, single),
            other = AggregateDraws.Take(evidence, Options with { Seed = 1 }, single);
        Assert.Equal(MutualInformationEstimator.Estimate(same), MutualInformationEstimator.Estimate(draws));
        Assert.Equal(AggregateGapEstimator.Estimate(same).Value, AggregateGapEstimator.Estimate(draws).Value);
        Assert.NotEqual(
            MutualInformationEstimator.Estimate(other).Value,
            MutualInformationEstimator.Estimate(draws).Value);
        Assert.NotEqual(AggregateGapEstimator.Estimate(other).Value, AggregateGapEstimator.Estimate(draws).Value);
    }

    [Fact]
    public void More_evidence_than_asked_for_is_subsampled_by_seed()
    {
        LatentEvidence evidence = new LinearGaussianModel(2).Draw(4, 1000);
        MutualInformation some = Information(evidence, Options with { EstimatorExamples = 100 });
        Assert.Equal((100, Math.Log(100)), (some.Examples, some.Ceiling));
        Assert.NotEqual(some.Value, Information(evidence, Options with { EstimatorExamples = 100, Seed = 9 }).Value);
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
        Assert.Equal("prior_mean and prior_logvar", Gap(EvidenceOf.Means(1, [0, 1]), Options).Needs);

    private MutualInformation Information(LatentEvidence evidence, ReadingOptions options) =>
        MutualInformationEstimator.Estimate(AggregateDraws.Take(evidence, options, device));

    private Measured<AggregateGap> Gap(LatentEvidence evidence, ReadingOptions options) =>
        AggregateGapEstimator.Estimate(AggregateDraws.Take(evidence, options, device));
}
