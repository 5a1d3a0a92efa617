using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Decoding;
using LatentSharp.Reading.Mixtures;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading.Decoding;

public sealed class NllGapTests : IDisposable
{
    private static readonly ReadingOptions Options = new();
    private readonly Device device = Device.Cpu(1);

    // Means of the rows: at the mean 1 and 5; own draws 2 and 6.5; the router's 4 and 7; another's 10 and 8.
    private readonly LatentEvidence evidence = EvidenceOf.Likelihoods(
        [1, 5],
        [1, 3, 6, 7],
        [2, 4, 6, 7, 7, 7],
        [10, 8]);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Sampling_cost_is_the_draws_less_the_mean() =>
        Check(SamplingCostEstimator.Estimate(evidence, Options, device), 1, 1.5, 1, 5, 2);

    [Fact]
    public void Usage_gap_is_another_examples_draws_less_its_own() =>
        Check(UsageGapEstimator.Estimate(evidence, Options, device), 8, 1.5, 2, 6.5, 2);

    [Fact]
    public void Test_time_gap_is_the_routers_draws_less_the_posteriors() =>
        Check(TestTimeGapEstimator.Estimate(evidence, Options, device), 2, 0.5, 2, 6.5, 2);

    [Fact]
    public void Arrays_of_many_blocks_are_read_whole()
    {
        const int examples = 40_000, samples = 3;
        var normal = new Normals(1);
        double[] own = [.. Enumerable.Range(0, examples * samples).Select(_ => 5 + normal.Next())];
        double[] shuffled = [.. Enumerable.Range(0, examples).Select(_ => 7 + normal.Next())];
        double[] differences =
        [
            .. shuffled.Select((value, n) => value - own.Skip(n * samples).Take(samples).Average()),
        ];
        double mean = differences.Average();
        double error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (examples - 1) / examples);

        NllGap gap = UsageGapEstimator
            .Estimate(EvidenceOf.Likelihoods(posterior: own, shuffled: shuffled, examples: examples), Options, device)
            .Value!;
        Assert.Equal(mean, gap.Difference.Value, 10);
        Assert.Equal(error, gap.Difference.StandardError, 10);
        Assert.Equal(own.Average(), gap.Baseline.Value, 10);
    }

    [Fact]
    public void Missing_arrays_are_named()
    {
        LatentEvidence bare = EvidenceOf.Likelihoods(), sampled = EvidenceOf.Likelihoods(posterior: [1, 2]);
        Assert.Equal("nll_posterior and nll_at_mean", SamplingCostEstimator.Estimate(bare, Options, device).Needs);
        Assert.Equal("nll_shuffled and nll_posterior", UsageGapEstimator.Estimate(bare, Options, device).Needs);
        Assert.Equal("nll_prior and nll_posterior", TestTimeGapEstimator.Estimate(bare, Options, device).Needs);
        Assert.Equal("nll_at_mean", SamplingCostEstimator.Estimate(sampled, Options, device).Needs);
        Assert.Equal("nll_shuffled", UsageGapEstimator.Estimate(sampled, Options, device).Needs);
        Assert.Equal("nll_prior", TestTimeGapEstimator.Estimate(sampled, Options, device).Needs);
    }

    [Fact]
    public void A_likelihood_that_is_not_finite_is_named_and_nothing_is_made_of_it()
    {
        LatentEvidence broken = EvidenceOf.Likelihoods(
            [1, 5],
            [1, 3, 6, double.NaN],
            shuffled: [double.PositiveInfinity, 8]);
        Assert.Equal(
            "finite values in nll_posterior; row 1 (counted from 0) holds one that is not",
            SamplingCostEstimator.Estimate(broken, Options, device).Needs);
        Assert.Equal(
            "finite values in nll_shuffled: a draw of row 0 (counted from 0) gives y the probability 0, and the mean "
                + "over draws is infinite",
            UsageGapEstimator.Estimate(broken, Options, device).Needs);
    }

    // Two differences a and b have the mean (a + b) / 2, and its standard error is |a - b| / 2.
    private static void Check(
        Measured<NllGap> gap,
        double first,
        double second,
        double baselineFirst,
        double baselineSecond,
        int samples)
    {
        Assert.Equal((first + second) / 2, gap.Value!.Difference.Value, 12);
        Assert.Equal(Math.Abs(first - second) / 2, gap.Value.Difference.StandardError, 12);
        Assert.Equal((baselineFirst + baselineSecond) / 2, gap.Value.Baseline.Value, 12);
        Assert.Equal(Math.Abs(baselineFirst - baselineSecond) / 2, gap.Value.Baseline.StandardError, 12);
        Assert.Equal(samples, gap.Value.Samples);
    }
}
