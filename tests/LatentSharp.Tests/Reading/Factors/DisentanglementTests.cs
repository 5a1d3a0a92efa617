using System.IO.Compression;
using System.Text.Json;
using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Factors;
using LatentSharp.Reading.Quantities;
using LatentSharp.Tests.Conformance;

namespace LatentSharp.Tests.Reading.Factors;

public sealed class DisentanglementTests : IDisposable
{
    private const int Examples = 2000;

    private static readonly string[] Names = ["mig", "sap", "modularity", "dci_disentanglement", "dci_completeness"];

    private readonly Device device = Device.Cpu(2);

    public void Dispose() => device.Dispose();

    // The equations of the papers in NumPy, with scikit-learn's mutual information and ridge regression.
    [Fact]
    public void The_scores_agree_with_scikit_learn()
    {
        using FileStream packed = File.OpenRead(Path.Combine(FixtureFile.Folder, "disentanglement.json.gz"));
        using var text = new GZipStream(packed, CompressionMode.Decompress);
        using var document = JsonDocument.Parse(text);
        int cases = 0;
        foreach (JsonElement of in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var sample = new FactorSample(Columns(of, "dimensions"), Columns(of, "factors"), groups: null);
            FactorScore[] scores = DisentanglementEstimator.Scores(
                sample,
                [.. of.GetProperty("order").EnumerateArray().Select(n => n.GetInt32())],
                device);
            foreach (FactorScore score in scores)
            {
                Assert.Equal(of.GetProperty(score.Name).GetDouble(), score.Value.Value, 1e-9);
                Assert.Equal(of.GetProperty("control").GetProperty(score.Name).GetDouble(), score.Control, 1e-9);
            }

            cases++;
        }

        Assert.InRange(cases, 30, 1000);

        static double[][] Columns(JsonElement of, string name) =>
        [
            .. of.GetProperty(name).EnumerateArray().Select(column =>
                column.EnumerateArray().Select(value => value.GetDouble()).ToArray()),
        ];
    }

    [Fact]
    public void A_dimension_for_each_factor_scores_1_and_its_control_near_0()
    {
        // Two factors of four equally likely values, both independent; a third dimension is noise.
        Disentanglement found = Score(3, (f, g, noise) => [f, -5 * g, noise]);
        Assert.Equal((2, Examples), (found.Factors, found.Examples));
        Assert.Equal(Names, found.Scores.Select(score => score.Name));
        Assert.All(
            found.Scores.Where(score => score.Name != "modularity"),
            score => Assert.InRange(score.Value.Value, 0.95, 1));
        Assert.All(found.Scores.Take(2), score => Assert.InRange(score.Control, 0, 0.05));
        Assert.All(found.Scores, score => Assert.InRange(score.Value.StandardError, 0, 0.3));
    }

    [Fact]
    public void Factors_that_are_mixed_by_a_rotation_have_no_dimension_of_their_own()
    {
        Disentanglement found = Score(2, (f, g, _) => [f + g, f - g]);
        Assert.All(
            found.Scores.Where(score => score.Name != "modularity"),
            score => Assert.InRange(score.Value.Value, 0, 0.1));
        Assert.InRange(found.Scores[2].Value.Value, 0, 0.4);
    }

    // Two dimensions that each hold the factor: one is enough to say it and the other takes its gap, though neither
    // says anything of another factor.
    [Fact]
    public void Modularity_allows_what_the_gaps_forbid()
    {
        Disentanglement found = Score(4, (f, g, noise) => [f + 0.01 * noise, f, g + 0.01 * noise, g]);
        Assert.InRange(found.Scores[0].Value.Value, 0, 0.1);
        Assert.InRange(found.Scores[1].Value.Value, 0, 0.1);
        Assert.InRange(found.Scores[2].Value.Value, 0.95, 1);
    }

    // What the errors are for: they should be the spread over data that was drawn anew. Information at the level of
    // chance is a sum of squares, for which a jackknife errs on the wide side.
    [Fact]
    public void The_error_bar_is_the_spread_over_draws_of_the_data()
    {
        Disentanglement[] draws =
        [
            .. Enumerable.Range(1, 60).Select(seed =>
                Score(2, (f, g, noise) => [f + noise, g + 0.5 * f], (ulong)seed, 1000)),
        ];
        for (int i = 0; i < Names.Length; i++)
        {
            double[] values = [.. draws.Select(draw => draw.Scores[i].Value.Value)];
            double mean = values.Average(),
                spread = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)),
                error = draws.Average(draw => draw.Scores[i].Value.StandardError);
            Assert.InRange(error / spread, 0.6, 2);
        }
    }

    [Fact]
    public void Units_and_order_of_dimensions_and_the_thread_count_do_not_matter()
    {
        Disentanglement found = Score(2, (f, g, noise) => [f + noise, g]),
            other = Score(2, (f, g, noise) => [1e3 * g - 7, -1e-3 * (f + noise)]);
        Assert.All(
            found.Scores.Zip(other.Scores),
            pair => Assert.Equal(pair.First.Value.Value, pair.Second.Value.Value, 0.02));
        using var single = Device.Cpu(1);
        LatentEvidence evidence = Evidence(2, (f, g, noise) => [f + noise, g], 1, Examples);
        Assert.Equal(
            DisentanglementEstimator.Estimate(evidence, new ReadingOptions(), device).Value!.Scores,
            DisentanglementEstimator.Estimate(evidence, new ReadingOptions(), single).Value!.Scores);
    }

    [Fact]
    public void Without_factors_or_with_one_it_says_what_it_needs()
    {
        LatentEvidence bare = EvidenceOf.Means(2, new double[20]);
        Assert.Equal("factors", DisentanglementEstimator.Estimate(bare, new ReadingOptions(), device).Needs);
        LatentEvidence one = new(bare.Name, bare.PosteriorMean, bare.PosteriorLogVariance)
        {
            Factors = new MemoryArray("factors", [.. Enumerable.Range(0, 20).Select(n => n % 2.0)], 2),
        };
        Assert.StartsWith(
            "two factors that vary",
            DisentanglementEstimator.Estimate(one, new ReadingOptions(), device).Needs,
            StringComparison.Ordinal);
    }

    private Disentanglement Score(
        int dimensions,
        Func<double, double, double, double[]> row,
        ulong seed = 1,
        int examples = Examples) =>
        DisentanglementEstimator.Estimate(Evidence(dimensions, row, seed, examples), new ReadingOptions(), device)
            .Value!;

    private static LatentEvidence Evidence(
        int dimensions,
        Func<double, double, double, double[]> row,
        ulong seed,
        int examples)
    {
        var normal = new Normals(seed);
        double[] means = new double[dimensions * examples], factors = new double[2 * examples];
        for (int n = 0; n < examples; n++)
        {
            (double f, double g) = (Four(), Four());
            row(f, g, normal.Next()).CopyTo(means, n * dimensions);
            (factors[2 * n], factors[2 * n + 1]) = (f, g);
        }

        LatentEvidence bare = EvidenceOf.Means(dimensions, means);
        return new LatentEvidence(bare.Name, bare.PosteriorMean, bare.PosteriorLogVariance)
        {
            Factors = new MemoryArray("factors", factors, 2),
        };

        // One of four values, by the quarters of a normal distribution.
        double Four() => normal.Next() switch { < -0.6745 => 0, < 0 => 1, < 0.6745 => 2, _ => 3 };
    }
}
