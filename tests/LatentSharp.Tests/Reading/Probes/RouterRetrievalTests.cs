using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading.Probes;

public sealed class RouterRetrievalTests : IDisposable
{
    private static readonly ReadingOptions Options = new();
    private readonly Device device = Device.Cpu(2);

    public void Dispose() => device.Dispose();

    [Fact]
    public void A_router_at_its_own_means_retrieves_every_example()
    {
        double[] means = Draws(2, 3 * 101);
        RouterRetrieval retrieval = OfMeans(3, means, means, new double[means.Length]);
        Assert.Equal(new Estimate(1, 0), retrieval.Share);
        Assert.Equal((101, 1.0 / 101), (retrieval.Examples, retrieval.Chance));
    }

    [Fact]
    public void A_router_that_ignores_its_input_retrieves_one_example()
    {
        RouterRetrieval retrieval = OfMeans(2, Draws(3, 2 * 50), new double[100], new double[100]);
        Assert.Equal(1.0 / 50, retrieval.Share.Value, 12);
        Assert.Equal(Math.Sqrt(0.02 * 0.98 / 49), retrieval.Share.StandardError, 12);
    }

    [Fact]
    public void A_latent_that_is_all_noise_is_not_retrieved()
    {
        // The means differ and the router knows them, but draws do not show it: chance, 1/101.
        double[] means = [.. Draws(2, 3 * 101).Select(value => 1e-3 * value)];
        Estimate share = Estimate(EvidenceOf.Routed(3, means, means, new double[means.Length])).Share;
        Assert.InRange(share.Value, 0, 0.06);
    }

    [Fact]
    public void Precision_decides_which_mean_is_near()
    {
        // From (0, 0), mean 0 is 3 away along the first axis and mean 1 is 2 away along the second. Example 1's router
        // is at its own mean.
        double[] means = [3, 0, 0, 2], priorMeans = [0, 0, 0, 2];
        Assert.Equal(0.5, OfMeans(2, means, priorMeans, [0, 0, 0, 0]).Share.Value);
        Assert.Equal(1, OfMeans(2, means, priorMeans, [Math.Log(4), 0, 0, 0]).Share.Value);
    }

    [Fact]
    public void A_tie_is_not_a_retrieval() =>
        Assert.Equal(0, OfMeans(1, [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], new double[5]).Share.Value);

    [Fact]
    public void A_blurred_router_retrieves_as_often_as_a_search_by_definition()
    {
        double[] means = Draws(4, 4 * 90), noise = Draws(5, 4 * 90), logVariance = Draws(6, 4 * 90);
        double[] priorMeans = [.. means.Zip(noise, (mean, error) => mean + 0.5 * error)];
        int hits = Enumerable
            .Range(0, 90)
            .Count(n => Enumerable.Range(0, 90).Where(m => m != n).All(m => LogDensity(n, m) < LogDensity(n, n)));
        Assert.InRange(hits, 10, 80);
        Assert.Equal(hits / 90.0, OfMeans(4, means, priorMeans, logVariance).Share.Value, 12);

        double LogDensity(int router, int mean) =>
            Enumerable
                .Range(0, 4)
                .Sum(d =>
                {
                    double variance = Math.Exp(logVariance[router * 4 + d]),
                        distance = means[mean * 4 + d] - priorMeans[router * 4 + d];
                    return -0.5 * (Math.Log(2 * Math.PI * variance) + distance * distance / variance);
                });
    }

    [Fact]
    public void Examples_are_subsampled_and_the_result_does_not_depend_on_the_thread_count()
    {
        LatentEvidence evidence = new LinearGaussianModel(3).Draw(1, 500);
        ReadingOptions some = Options with { EstimatorExamples = 120 };
        using var single = Device.Cpu(1);
        RouterRetrieval retrieval = RouterRetrievalEstimator.Estimate(evidence, some, device).Value!;
        Assert.Equal(120, retrieval.Examples);
        Assert.Equal(RouterRetrievalEstimator.Estimate(evidence, some, single).Value, retrieval);
    }

    [Fact]
    public void Without_a_router_it_names_what_it_needs() =>
        Assert.Equal(
            "prior_mean and prior_logvar",
            RouterRetrievalEstimator.Estimate(EvidenceOf.Means(1, [0, 1]), Options, device).Needs);

    private static double[] Draws(ulong seed, int count)
    {
        var normal = new Normals(seed);
        return [.. Enumerable.Range(0, count).Select(_ => normal.Next())];
    }

    private RouterRetrieval Estimate(LatentEvidence evidence) =>
        RouterRetrievalEstimator.Estimate(evidence, Options, device).Value!;

    // Posteriors so narrow that float64 adds no noise to a mean, but to one of exactly 0.
    private RouterRetrieval OfMeans(int dimensions, double[] means, double[] priorMeans, double[] priorLogVariance)
    {
        LatentEvidence routed = EvidenceOf.Routed(dimensions, means, priorMeans, priorLogVariance);
        double[] narrow = [.. means.Select(_ => -200.0)];
        return Estimate(
            new LatentEvidence("test", routed.PosteriorMean, new MemoryArray("posterior_logvar", narrow, dimensions))
            {
                PriorMean = routed.PriorMean,
                PriorLogVariance = routed.PriorLogVariance,
            });
    }
}
