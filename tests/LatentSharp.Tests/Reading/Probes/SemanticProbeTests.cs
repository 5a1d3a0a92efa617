using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Tests.Reading.Probes;

public sealed class SemanticProbeTests : IDisposable
{
    private const int Examples = 600;
    private static readonly ReadingOptions Options = new();
    private readonly Device device = Device.Cpu(2);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Separable_classes_are_recovered_and_permuted_ones_are_not()
    {
        // Three classes on one line, which a regression onto indicators could not tell apart; labels need not be 0, 1,
        // 2.
        double[] labels = [.. Enumerable.Range(0, Examples).Select(n => (double)(10 * (n % 3) - 5))];
        double[] means = Features(1, 1, (n, _) => 10 * (n % 3));
        Probe probe = Labels(1, means, labels);
        Assert.Equal(
            ("labels", "balanced accuracy", Examples, 5),
            (probe.Target, probe.Score, probe.Examples, probe.Folds));
        Assert.Equal(new Estimate(1, 0), probe.FromPosteriorMean);
        Assert.InRange(probe.Control.Value, 0.2, 0.45);
        Assert.Equal("prior_mean", probe.FromPriorMean.Needs);
    }

    [Fact]
    public void Two_normal_classes_are_told_apart_as_well_as_can_be()
    {
        // Means at -1 and 1 with unit variance: the best rule is right with probability Phi(1) = 0.8413.
        double[] labels = [.. Enumerable.Range(0, 6000).Select(n => (double)(n % 2))];
        Probe probe = Labels(2, Features(2, 2, (n, d) => d == 0 ? 2 * (n % 2) - 1 : 0, 6000), labels);
        Assert.Equal(5000, probe.Examples);
        Assert.Equal(Math.Sqrt(0.8413 * 0.1587 / 5000), probe.FromPosteriorMean.StandardError, 3);
        Assert.InRange(probe.FromPosteriorMean.Value, 0.8413 - 3 * 0.0052, 0.8413 + 3 * 0.0052);
    }

    [Fact]
    public void Noise_is_told_no_better_than_its_control()
    {
        double[] labels = [.. Enumerable.Range(0, Examples).Select(n => (double)(n % 4))];
        int beaten = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Probe probe = Labels(5, Features(seed, 5, (_, _) => 0), labels);
            beaten += probe.BeatsControl(new SemanticProbe([probe]), new Thresholds()) ? 1 : 0;
        }

        // One reading in a hundred.
        Assert.InRange(beaten, 0, 1);
    }

    [Fact]
    public void A_factor_is_recovered_up_to_its_noise()
    {
        // y = 2 a - b + e with variances 4 + 1 and 1: R2 = 5/6, and by the prior's mean, which sees only b, 1/6.
        var normal = new Normals(8);
        const int count = 4000;
        double[] means = Features(9, 2, (_, _) => 0, count), factors = new double[2 * count];
        for (int n = 0; n < count; n++)
            (factors[2 * n], factors[2 * n + 1]) = (2 * means[2 * n] - means[2 * n + 1] + normal.Next(), 7);
        double[] priorMeans = [.. means.Select((value, at) => at % 2 == 0 ? 0 : 1e3 + 1e-3 * value)];
        Probe probe = Assert.Single(Estimate(EvidenceWith(2, means, priorMeans, factors: factors)).Probes);
        Assert.Equal(("factor 0", "r2"), (probe.Target, probe.Score));
        Assert.InRange(
            probe.FromPosteriorMean.Value - 5.0 / 6,
            -4 * probe.FromPosteriorMean.StandardError,
            4 * probe.FromPosteriorMean.StandardError);
        Assert.InRange(
            probe.FromPriorMean.Value!.Value - 1.0 / 6,
            -4 * probe.FromPriorMean.Value.StandardError,
            4 * probe.FromPriorMean.Value.StandardError);
        Assert.InRange(probe.Control.Value, -0.01, 0.01);

        // With normal variables R2 has the standard error 2 sqrt(R2 / n) (1 - R2).
        Assert.InRange(probe.FromPosteriorMean.StandardError / (2 * Math.Sqrt(5.0 / 6 / count) / 6), 0.85, 1.15);
    }

    [Fact]
    public void A_probe_does_not_change_with_the_units_of_a_dimension()
    {
        double[] labels = [.. Enumerable.Range(0, Examples).Select(n => (double)(n % 3))];
        double[] means = Features(3, 2, (n, d) => d == n % 3 ? 1.5 : 0);
        double[] rescaled = [.. means.Select((value, at) => at % 2 == 0 ? 1e-3 * value - 50 : 1e4 * value)];
        Assert.Equal(Labels(2, means, labels).FromPosteriorMean, Labels(2, rescaled, labels).FromPosteriorMean);
    }

    [Fact]
    public void Dimensions_that_are_constant_or_repeated_do_no_harm()
    {
        double[] labels = [.. Enumerable.Range(0, Examples).Select(n => (double)(n % 2))];
        double[] means = Features(4, 1, (n, _) => 8 * (n % 2));
        double[] repeated = [.. means.SelectMany(value => new[] { value, value, 0.1 })];
        Assert.Equal(1, Labels(3, repeated, labels).FromPosteriorMean.Value, 2);
    }

    [Fact]
    public void Labels_and_factors_are_both_probed_and_the_thread_count_does_not_matter()
    {
        double[] means = Features(6, 3, (n, d) => d == n % 3 ? 2 : 0),
            labels = [.. Enumerable.Range(0, Examples).Select(n => (double)(n % 3))];
        LatentEvidence evidence = EvidenceWith(3, means, null, labels, Features(7, 2, (_, _) => 0));
        using var single = Device.Cpu(1);
        SemanticProbe first = Estimate(evidence),
            second = SemanticProbeEstimator.Estimate(evidence, Options, single).Value!;
        Assert.Equal(["labels", "factor 0", "factor 1"], first.Probes.Select(probe => probe.Target));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(first.Probes[i].FromPosteriorMean, second.Probes[i].FromPosteriorMean);
            Assert.Equal(first.Probes[i].Control, second.Probes[i].Control);
        }
    }

    [Fact]
    public void A_rare_class_counts_as_much_as_a_frequent_one()
    {
        // One of 40 rows is of class 1, 1.5 standard deviations away: by equal priors Phi(0.75) = 0.773 of each class
        // is right, and calling all rows 0 would be right for 0.975 of them but for half of the classes.
        double[] labels = [.. Enumerable.Range(0, 4000).Select(n => n % 40 == 0 ? 1.0 : 0)];
        Probe probe = Labels(2, Features(5, 2, (n, d) => d == 0 && n % 40 == 0 ? 1.5 : 0, 4000), labels);
        Assert.InRange(
            probe.FromPosteriorMean.Value - 0.7734,
            -4 * probe.FromPosteriorMean.StandardError,
            4 * probe.FromPosteriorMean.StandardError);
        // The rare class alone decides the error: 1/2 sqrt(0.773 * 0.227 / 100).
        Assert.InRange(probe.FromPosteriorMean.StandardError, 0.015, 0.027);
        Assert.InRange(probe.Control.Value, 0.4, 0.6);
    }

    [Fact]
    public void Rows_without_a_label_and_classes_that_no_fold_could_learn_are_left_out_and_counted()
    {
        double[] labels = [.. Enumerable.Range(0, Examples).Select(n => (double)(n % 2))];
        double[] means = Features(11, 1, (n, _) => 10 * (n % 2));
        (labels[3], labels[8]) = (-1, double.NaN);
        for (int n = 20; n < 24; n++)
            labels[n] = 7;
        Probe probe = Labels(1, means, labels);
        Assert.Equal((Examples - 6, 6), (probe.Examples, probe.LeftOut));
        Assert.Equal(new Estimate(1, 0), probe.FromPosteriorMean);
        // An id for each row is no class at all.
        Assert.Equal(
            "labels of at least two classes of 5 examples, or a factor that varies",
            Needs(EvidenceWith(1, means, null, [.. Enumerable.Range(0, Examples).Select(n => (double)n)])));
    }

    [Fact]
    public void A_factor_that_is_not_known_everywhere_is_probed_where_it_is()
    {
        double[] means = Features(12, 1, (_, _) => 0);
        double[] factors = [.. means.SelectMany((value, n) => new[] { n % 3 == 0 ? double.NaN : value, value })];
        IReadOnlyList<Probe> probes = Estimate(EvidenceWith(1, means, null, factors: factors)).Probes;
        Assert.Equal([(400, 200), (600, 0)], probes.Select(probe => (probe.Examples, probe.LeftOut)));
        Assert.All(probes, probe => Assert.InRange(probe.FromPosteriorMean.Value, 0.999, 1));
    }

    [Fact]
    public void A_mean_that_its_noise_hides_is_found_in_the_means_and_not_in_a_draw()
    {
        double[] labels = [.. Enumerable.Range(0, Examples).Select(n => (double)(n % 2))];
        var evidence = new LatentEvidence(
            "test",
            new MemoryArray("posterior_mean", [.. labels.Select(label => 0.002 * label)], 1),
            new MemoryArray("posterior_logvar", new double[Examples], 1))
        {
            Labels = new MemoryArray("labels", labels, 1),
        };
        Probe probe = Assert.Single(Estimate(evidence).Probes);
        Assert.Equal(1, probe.FromPosteriorMean.Value);
        Assert.InRange(probe.FromDraw.Value - 0.5, -4 * probe.FromDraw.StandardError, 4 * probe.FromDraw.StandardError);
    }

    [Fact]
    public void Many_dimensions_are_probed_in_the_span_of_the_examples()
    {
        // 1,000 features, of which every tenth tells the class a little: 300 examples are fitted as 300 columns.
        const int dimensions = 1000, count = 300;
        double[] labels = [.. Enumerable.Range(0, count).Select(n => (double)(n % 2))];
        double[] means = Features(13, dimensions, (n, d) => d % 10 == 0 ? n % 2 : 0, count);
        Assert.Equal(count, new ProbeFeatures(
            means,
            dimensions,
            Folds.Of([.. Enumerable.Range(0, count)], ExampleGroups.None, 5)!,
            device).Dimensions);
        Probe probe = Labels(dimensions, means, labels);
        Assert.InRange(probe.FromPosteriorMean.Value, 0.95, 1);
        Assert.InRange(probe.Control.Value, 0.35, 0.65);
        // A feature that is repeated changes nothing but its weight: the inner products are the same up to a factor.
        double[] doubled = [.. Enumerable.Range(0, count).SelectMany(n =>
            Enumerable.Repeat(means[(n * dimensions)..((n + 1) * dimensions)], 2).SelectMany(row => row))];
        Assert.Equal(probe.FromPosteriorMean.Value, Labels(2 * dimensions, doubled, labels).FromPosteriorMean.Value, 2);
    }

    [Fact]
    public void A_group_is_never_in_two_folds()
    {
        // Every group has a place of its own and a label of its own, which says nothing of other groups.
        var normal = new Normals(14);
        double[] group = [.. Enumerable.Range(0, Examples).Select(n => (double)(n / 10))];
        double[] places = [.. Enumerable.Range(0, 60).Select(_ => normal.Next())],
            labels = [.. group.Select(number => (double)((int)(number * 7919) % 2))];
        double[] means =
        [
            .. group.SelectMany(number => Enumerable.Range(0, 20).Select(d => places[((int)number * 7 + d * 13) % 60])),
        ];
        LatentEvidence evidence = EvidenceWith(20, means, null, labels);
        Probe alone = Assert.Single(Estimate(evidence).Probes);
        var grouped = new LatentEvidence("test", evidence.PosteriorMean, evidence.PosteriorLogVariance)
        {
            Labels = evidence.Labels,
            Groups = new MemoryArray("groups", group, 1),
        };
        Probe apart = Assert.Single(Estimate(grouped).Probes);
        Assert.True(alone.FromPosteriorMean.Value > 0.7, $"{alone.FromPosteriorMean}");
        Assert.InRange(
            apart.FromPosteriorMean.Value - 0.5,
            -3 * apart.FromPosteriorMean.StandardError,
            3 * apart.FromPosteriorMean.StandardError);
        Assert.True(apart.FromPosteriorMean.StandardError > 2 * alone.FromPosteriorMean.StandardError);
    }

    [Fact]
    public void Evidence_that_cannot_be_probed_says_what_is_needed()
    {
        Assert.Equal("labels or factors", Needs(EvidenceWith(1, [1, 2, 3, 4, 5], null)));
        Assert.Equal(
            "labels of at least two classes of 5 examples, or a factor that varies",
            Needs(EvidenceWith(1, [1, 2, 3, 4, 5], null, [2, 2, 2, 2, 2])));
        Assert.Equal(
            "as many examples as the 5 folds of its cross-validation, or groups of them, at least",
            Needs(EvidenceWith(1, [1, 2, 3, 4], null, [0, 1, 0, 1])));
    }

    [Fact]
    public void Targets_that_are_not_numbers_of_their_kind_are_errors_that_name_the_row()
    {
        DataException label = Assert.Throws<DataException>(() =>
            Needs(EvidenceWith(1, [1, 2, 3, 4, 5], null, [0, 1, 0.5, 1, 0])));
        Assert.Equal(
            "labels: row 2 holds 0.5; a label is the whole number of a class; give numeric targets as factors",
            label.Message);
        DataException factor = Assert.Throws<DataException>(() =>
            Needs(EvidenceWith(1, [1, 2, 3, 4, 5], null, factors: [0, 1, 2, 3, 4, 5, 6, 1 / 0.0, 8, 9])));
        Assert.Equal(
            "factors: row 3, factor 1 holds Infinity; a factor is a finite number, or NaN where it is not known",
            factor.Message);
    }

    // Normal noise around a centre for each example and dimension, [examples, dimensions].
    private static double[] Features(ulong seed, int dimensions, Func<int, int, double> centre, int examples = Examples)
    {
        var normal = new Normals(seed);
        return
        [
            .. Enumerable
                .Range(0, examples * dimensions)
                .Select(at => centre(at / dimensions, at % dimensions) + normal.Next()),
        ];
    }

    private static LatentEvidence EvidenceWith(
        int dimensions,
        double[] means,
        double[]? priorMeans,
        double[]? labels = null,
        double[]? factors = null)
    {
        LatentEvidence latent = EvidenceOf.Means(dimensions, means);
        return new LatentEvidence(latent.Name, latent.PosteriorMean, latent.PosteriorLogVariance)
        {
            PriorMean = priorMeans is null ? null : new MemoryArray("prior_mean", priorMeans, dimensions),
            PriorLogVariance = priorMeans is null
                ? null
                : new MemoryArray("prior_logvar", new double[priorMeans.Length], dimensions),
            Labels = labels is null ? null : new MemoryArray("labels", labels, 1),
            Factors = factors is null
                ? null
                : new MemoryArray("factors", factors, factors.Length * dimensions / means.Length),
        };
    }

    private Probe Labels(int dimensions, double[] means, double[] labels) =>
        Assert.Single(Estimate(EvidenceWith(dimensions, means, null, labels)).Probes);

    private SemanticProbe Estimate(LatentEvidence evidence) =>
        SemanticProbeEstimator.Estimate(evidence, Options, device).Value!;

    private string? Needs(LatentEvidence evidence) => SemanticProbeEstimator.Estimate(evidence, Options, device).Needs;
}
