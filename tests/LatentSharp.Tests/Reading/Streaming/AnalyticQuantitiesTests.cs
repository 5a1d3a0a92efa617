using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Streaming;

namespace LatentSharp.Tests.Reading.Streaming;

/// <summary>Every analytic quantity against its definition, over drawn diagonal Gaussians.</summary>
public sealed class AnalyticQuantitiesTests : IDisposable
{
    // Float32 values are read without loss, so they are held to the same line as float64.
    private const double Relative = 1e-9;

    private static readonly int[] Dimensions = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 256];

    private readonly Device device = Device.Cpu(2);

    public static TheoryData<EvidenceKind, bool> Kinds =>
        [.. Enum.GetValues<EvidenceKind>().SelectMany(kind => new[] { (kind, false), (kind, true) })];

    public void Dispose() => device.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Small_evidence_equals_the_definitions(EvidenceKind kind, bool narrow)
    {
        for (int i = 0; i < 32; i++)
        {
            int dimensions = Dimensions[i % Dimensions.Length];
            int examples = 2 + i * i * 37 % Math.Max(3, 12_000 / dimensions);
            Compare(DrawnEvidence.Draw(examples, dimensions, kind, narrow, (ulong)(1000 * (int)kind + i)));
        }
    }

    [Theory]
    [InlineData(100_000, 3, EvidenceKind.Plain, true)]
    [InlineData(100_000, 2, EvidenceKind.FarMeans, false)]
    [InlineData(8_193, 17, EvidenceKind.NearPrior, false)]
    [InlineData(30_000, 5, EvidenceKind.Extreme, true)]
    public void Evidence_of_many_blocks_equals_the_definitions(
        int examples,
        int dimensions,
        EvidenceKind kind,
        bool narrow) => Compare(DrawnEvidence.Draw(examples, dimensions, kind, narrow, 7));

    [Fact]
    public void Log_variances_of_minus_200_and_90_give_finite_quantities()
    {
        double[] means = [0, 1, -1, 2, 0.5, 0], q = [-200, 90, -200, 90, -200, 90], p = [90, -200, 90, -200, -200, 90];
        AnalyticQuantities quantities = Read(DrawnEvidence.Of(2, means, q, new double[6], p));
        Assert.All(Flat.Of(quantities), value => Assert.True(double.IsFinite(value)));
        // Two of three rows have r = e^290 in the second dimension.
        Assert.Equal(Math.Exp(290) / 3, quantities.PriorKl.Value!.Parts!.Variance[1], Math.Exp(290) * 1e-12);
    }

    [Fact]
    public void Finite_log_variances_beyond_float64_are_infinite_not_undefined()
    {
        double[] means = [0, 1, 2, 3], q = [800, -800, 801, -802], p = [-800, 0, 800, 0];
        AnalyticQuantities quantities = Read(DrawnEvidence.Of(2, means, q, means, p));
        Assert.Equal(double.PositiveInfinity, quantities.PosteriorVariance.Mean.Value);
        Assert.Equal(double.PositiveInfinity, quantities.PosteriorVariance.Mean.StandardError);
        Assert.Equal(double.PositiveInfinity, quantities.PosteriorVariance.PerDimension[0]);
        Assert.Equal(0, quantities.PosteriorVariance.PerDimension[1]);
        Assert.Equal(double.PositiveInfinity, quantities.PriorKl.Value!.Total.Value);
        Assert.Equal(double.PositiveInfinity, quantities.PriorKl.Value.Parts!.Variance[0]);
        Assert.Equal([1, 0], quantities.NoiseShare.PerDimension);
        Assert.All(Flat.Of(quantities), value => Assert.False(double.IsNaN(value)));
    }

    [Fact]
    public void Equal_q_and_p_have_no_divergence_however_broad()
    {
        double[] means = [1e200, -3, 5, 7], logs = [800, -800, 300, -1500];
        PriorKl divergence = Read(DrawnEvidence.Of(2, means, logs, means, logs)).PriorKl.Value!;
        Assert.Equal(new Estimate(0, 0), divergence.Total);
        Assert.Equal([0, 0], divergence.Parts!.PerDimension);
    }

    [Fact]
    public void A_mean_difference_whose_square_overflows_is_weighed_by_its_deviation()
    {
        // (1e160)^2 / e^700 is far inside float64, and 1e320 is not.
        PriorKl divergence = Read(DrawnEvidence.Of(1, [1e160, 1e160], [0, 0], [0, 0], [700, 700])).PriorKl.Value!;
        Assert.Equal(1, divergence.Parts!.Mean[0] / (0.5 * Math.Exp(2 * 160 * Math.Log(10) - 700)), 1e-9);
    }

    [Fact]
    public void Constant_means_leave_nothing_but_noise()
    {
        double[] means = [0.1, 0.1, 0.1], logs = [-200, -190, -180];
        NoiseShare share = Read(DrawnEvidence.Of(1, means, logs)).NoiseShare;
        Assert.Equal(new Estimate(1, 0), share.Mean);
        Assert.Equal([0], share.MeanVariance);
    }

    [Fact]
    public void The_noise_share_ignores_units_and_the_variance_does_not()
    {
        DrawnEvidence drawn = DrawnEvidence.Draw(500, 4, EvidenceKind.Plain, false, 3);
        double[] scaledMeans = [.. drawn.QMean.Select(mean => mean / 8)],
            scaledLogs = [.. drawn.QLog.Select(log => log - 2 * Math.Log(8))];
        AnalyticQuantities before = Read(drawn.Evidence),
            after = Read(DrawnEvidence.Of(4, scaledMeans, scaledLogs));
        Assert.Equal(before.NoiseShare.Mean.Value, after.NoiseShare.Mean.Value, 1e-12);
        Assert.Equal(before.NoiseShare.Mean.StandardError, after.NoiseShare.Mean.StandardError, 1e-12);
        Assert.Equal(before.PosteriorVariance.Mean.Value / 64, after.PosteriorVariance.Mean.Value, 1e-12);
    }

    [Fact]
    public void Without_a_prior_its_quantities_name_what_they_need()
    {
        AnalyticQuantities quantities = Read(DrawnEvidence.Of(1, [1, 2], [0, 0]));
        Assert.Equal("prior_mean and prior_logvar", quantities.PriorVariance.Needs);
        Assert.Equal("prior_mean and prior_logvar", quantities.BreadthRatio.Needs);
        Assert.Equal("prior_mean and prior_logvar, or log_ratio_posterior", quantities.PriorKl.Needs);
        // Without a prior, what does not vary is collapsed.
        Assert.Equal(0, quantities.CollapsedUnits.Count);
    }

    [Fact]
    public void Units_count_from_their_lines()
    {
        // The first dimension's means vary by 0.0101 of the prior's variance, the second's by 0.0099. In the third
        // KL_nd is 1.125 for one example of 100, and then for two; the means vary by 0.022.
        var means = new double[300];
        for (int n = 0; n < 100; n++)
        {
            double sign = n % 2 == 0 ? 1 : -1;
            (means[3 * n], means[3 * n + 1], means[3 * n + 2]) = (
                sign * Math.Sqrt(0.0101),
                sign * Math.Sqrt(0.0099),
                n == 50 ? 1.5 : 0);
        }

        AnalyticQuantities quantities = Read(
            DrawnEvidence.Of(3, means, new double[300], new double[300], new double[300]));
        Assert.Equal([0, 2], quantities.ActiveUnits.Dimensions);
        Assert.Equal([0, 1, 2], quantities.CollapsedUnits.Dimensions);
        means[3 * 51 + 2] = 1.5;
        Assert.Equal(
            [0, 1],
            Read(
                DrawnEvidence.Of(3, means, new double[300], new double[300], new double[300])
            ).CollapsedUnits!.Dimensions);
    }

    private AnalyticQuantities Read(LatentEvidence evidence) =>
        new LatentPass(evidence).Read(0, evidence.Examples, device).Finish();

    private void Compare(DrawnEvidence drawn)
    {
        var expected = new ReferenceQuantities(drawn);
        AnalyticQuantities actual = Read(drawn.Evidence);
        string place = $"{drawn.Evidence.Name} [{drawn.Examples}, {drawn.Dimensions}]";
        Close(place, "V_post", expected.PosteriorVariance, actual.PosteriorVariance);
        Close(place, "Var mu", expected.MeanVariance, actual.NoiseShare.MeanVariance);
        Close(place, "noise share", expected.NoiseShare, actual.NoiseShare.PerDimension);
        Close(place, "mean noise share", [expected.NoiseShare.Average()], [actual.NoiseShare.Mean.Value]);
        Assert.Equal(expected.Active, actual.ActiveUnits.Dimensions);
        Assert.Equal(expected.Collapsed, actual.CollapsedUnits.Dimensions);
        Close(place, "channel information", [expected.Channel], [actual.ChannelInformation.Value.Value]);
        Assert.Equal(expected.PriorVariance is not null, actual.PriorKl.IsMeasured);
        if (expected.PriorVariance is null || !actual.PriorKl.IsMeasured)
            return;
        Close(place, "prior variance", expected.PriorVariance, actual.PriorVariance.Value!);
        Close(place, "breadth ratio", [expected.BreadthRatio], [actual.BreadthRatio.Value!.Value]);
        Close(place, "KL", expected.Divergence!, actual.PriorKl.Value.Parts!.PerDimension);
        Close(place, "KL variance part", expected.VariancePart!, actual.PriorKl.Value.Parts!.Variance);
        Close(place, "KL mean part", expected.MeanPart!, actual.PriorKl.Value.Parts!.Mean);
        Close(
            place,
            "K",
            [expected.Total, expected.TotalError],
            [actual.PriorKl.Value.Total.Value, actual.PriorKl.Value.Total.StandardError]);
        Near(place, "shift", expected.Shift!, actual.Recalibration!.Shift, expected.Scale!);
        Near(place, "scale", expected.Scale!, actual.Recalibration.Scale, expected.Scale!);
        Near(
            place,
            "marginal",
            [expected.Marginal],
            [actual.RouterMarginalKl!.Value],
            [1 + Math.Abs(expected.Marginal)]);
    }

    // A mean that is near 0 is as good as what it is a mean of.
    private static void Near(
        string place,
        string quantity,
        double[] expected,
        double[] actual,
        double[] scale)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= 1e-9 * (1 + scale[i]),
                $"{place}: {quantity}[{i}] is {actual[i]:R}, by its definition {expected[i]:R}");
        }
    }

    private static void Close(
        string place,
        string quantity,
        ReferenceQuantities.Variance expected,
        VarianceSummary actual)
    {
        Close(
            place,
            quantity,
            [expected.Value, expected.Error, expected.GeometricMean],
            [actual.Mean.Value, actual.Mean.StandardError, actual.GeometricMean]);
        Close(place, quantity + " per dimension", expected.PerDimension, actual.PerDimension);
        Close(
            place,
            quantity + " quantiles",
            expected.Quantiles,
            [actual.Quantiles.Q05, actual.Quantiles.Q50, actual.Quantiles.Q95]);
    }

    private static void Close(string place, string quantity, double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= Relative * Math.Abs(expected[i]),
                $"{place}: {quantity}[{i}] is {actual[i]:R}, by its definition {expected[i]:R}");
        }
    }
}
