using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

/// <summary>Readings whose quantities are written down, for rules at and beside their lines.</summary>
internal static class HandMade
{
    public const int Dimensions = 4;

    /// <summary>Neither large nor small, mostly signal, nothing but the posterior measured, weight unknown.</summary>
    public static LatentReading Reading(
        VarianceRole role = VarianceRole.Unknown,
        double? weight = null,
        TrainingHistory? history = null
    ) => new("made", 1000, Dimensions, new ObjectiveRole(role, weight, weight * 0.5, null), null, Quantities, history);

    public static LatentQuantities Quantities { get; } = new()
    {
        PosteriorVariance = Variance(0.5),
        PriorVariance = Measured<VarianceSummary>.Missing("prior_mean and prior_logvar"),
        BreadthRatio = Measured<BreadthRatio>.Missing("prior_mean and prior_logvar"),
        NoiseShare = Noise(0.3),
        ChannelInformation = Channel(2),
        PriorKl = Measured<PriorKl>.Missing("prior_mean and prior_logvar"),
        ActiveUnits = new Units(4, [0, 1, 2, 3], Dimensions),
        RouterCalibration = Measured<RouterCalibration>.Missing("prior_mean and prior_logvar"),
        RouterDetermination = Measured<RouterDetermination>.Missing("prior_mean and prior_logvar"),
        ConditionProbe = Measured<ConditionProbe>.Missing("condition"),
        RouterMarginalKl = Measured<RouterMarginalKl>.Missing("prior_mean and prior_logvar"),
        WidthPrice = Measured<WidthPrice>.Missing("prior_mean and prior_logvar"),
        CollapsedUnits = new Units(0, [], Dimensions),
        MutualInformation = new MutualInformation(new Estimate(3, 0.1), Math.Log(1000), 1000, 1),
        AggregateGap = Measured<AggregateGap>.Missing("prior_mean and prior_logvar"),
        SamplingCost = Measured<NllGap>.Missing("nll_at_mean and nll_posterior"),
        UsageGap = Measured<NllGap>.Missing("nll_shuffled and nll_posterior"),
        TestTimeGap = Measured<NllGap>.Missing("nll_prior and nll_posterior"),
        ConditionalLikelihood = Measured<ConditionalLikelihood>.Missing("nll_prior or nll_posterior"),
        SemanticProbe = Measured<SemanticProbe>.Missing("labels or factors"),
        Disentanglement = Measured<Disentanglement>.Missing("factors"),
        RouterRetrieval = Measured<RouterRetrieval>.Missing("prior_mean and prior_logvar"),
    };

    public static LatentReading With(
        Func<LatentQuantities, LatentQuantities> change,
        VarianceRole role = VarianceRole.Unknown,
        double? weight = null) => Reading(role, weight) with { Quantities = change(Quantities) };

    public static LatentReading WithVariance(
        double value,
        double error = 0,
        VarianceRole role = VarianceRole.Unknown,
        double? weight = null
    ) => With(quantities => quantities with { PosteriorVariance = Variance(value, error) }, role, weight);

    public static VarianceSummary Variance(double value, double error = 0, double[]? perDimension = null) =>
        new(
            new Estimate(value, error),
            value,
            [.. perDimension ?? [value, value, value, value]],
            new VarianceQuantiles(value, value, value),
            new Histogram([0, 1], [1]));

    public static NoiseShare Noise(double value, double error = 0) =>
        new(new Estimate(value, error), [value, value, value, value], [1, 1, 1, 1]);

    /// <summary>K with the given parts in every dimension.</summary>
    public static PriorKl Kl(double variancePart, double meanPart, double error = 0)
    {
        double total = variancePart + meanPart;
        return new PriorKl(
            new Estimate(Dimensions * total, error),
            new PriorKlParts(
                [total, total, total, total],
                [variancePart, variancePart, variancePart, variancePart],
                [meanPart, meanPart, meanPart, meanPart]));
    }

    public static ChannelInformation Channel(double value, double error = 0.01) => new(new Estimate(value, error));

    /// <summary>A router of one shift and scale in every dimension.</summary>
    public static RouterCalibration Calibration(
        double gain,
        double error = 0.01,
        double shift = 0,
        double scale = 1,
        double shape = 0.02) =>
        new(
            [shift, shift, shift, shift],
            [scale, scale, scale, scale],
            new Estimate(gain, error),
            new Estimate(0.5, 0.01),
            new Estimate(0.9, 0.01),
            [shape, 0.01, 0.01, 0.01],
            ShapeByChance: 0.06,
            Examples: 1000);

    public static WidthPrice Price(double value, double error = 0.01) => new(new Estimate(value, error), 1, 0);

    public static RouterDetermination Determination(double value, double error = 0.01) =>
        new(new Estimate(value, error), [value, value, value, value], 1000);

    public static ConditionProbe Condition(double value, double error = 0.01) =>
        new(new Estimate(value, error), 1000, 5);

    public static NllGap Gap(double value, double error, double baseline = 10) =>
        new(new Estimate(value, error), new Estimate(baseline, 0.1), 8);

    public static SemanticProbe Probe(double score, double error, double control, double controlError) =>
        new([
            new Probe(
                "labels",
                "balanced accuracy",
                new Estimate(score, error),
                Measured<Estimate>.Missing("prior_mean"),
                new Estimate(control, controlError),
                1000,
                5)
            {
                FromDraw = new Estimate(score, error),
            },
        ]);

    /// <summary>A log of 100 steps.</summary>
    public static TrainingHistory History(
        Func<int, double> loss,
        Func<int, double>? norm = null,
        Func<int, double>? variance = null,
        string? failure = null,
        NonFiniteNumber? nonFinite = null,
        int points = 100) =>
        new(
            [
                .. Enumerable.Range(0, points).Select(step => new HistoryPoint(
                    step, loss(step), norm?.Invoke(step) ?? 1,
                    new Dictionary<string, (double Raw, double Weight)>
                    {
                        ["reconstruction"] = (loss(step), 1),
                        ["posterior_variance"] = (variance?.Invoke(step) ?? 0.5, 0),
                    })),
            ],
            failure,
            nonFinite);
}
