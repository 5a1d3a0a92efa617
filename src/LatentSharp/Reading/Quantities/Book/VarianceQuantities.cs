using LatentSharp.Evidence;
using LatentSharp.Words;
using Unit = LatentSharp.Reading.Quantities.Book.Quantity.Units;

namespace LatentSharp.Reading.Quantities.Book;

/// <summary>How broad q and p are, and how broad q is beside its own means.</summary>
internal static class VarianceQuantities
{
    public static Quantity PosteriorVariance { get; } = Quantity.Of(
        "posterior_variance", "V_post", Unit.SquaredLatentUnits,
        "mean variance of q over examples and dimensions",
        EvidenceNeeds.Nothing,
        quantities => quantities.PosteriorVariance,
        new QuantityForm<VarianceSummary>(
            [new(variance => variance.Mean), new("geometric_mean", variance => variance.GeometricMean)],
            Lines,
            Fields)).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity PriorVariance { get; } = Quantity.Of(
        "prior_variance", "prior variance", Unit.SquaredLatentUnits, "the same of p",
        EvidenceNeeds.Prior,
        quantities => quantities.PriorVariance,
        new QuantityForm<VarianceSummary>([new(variance => variance.Mean)], Lines, Fields))
        .OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity BreadthRatio { get; } = Quantity.Of(
        "breadth_ratio", "breadth ratio", Unit.Ratio,
        "variance of q over that of p, geometric means: 1 = equally broad",
        EvidenceNeeds.Prior,
        quantities => quantities.BreadthRatio,
        new QuantityForm<BreadthRatio>(
            [new(ratio => ratio.Value)],
            (lines, ratio) => lines.Value(Figures.Of(ratio.Value)),
            (fields, ratio) => fields.Real("value", ratio.Value))).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity NoiseShare { get; } = Quantity.Of(
        "noise_share", "noise share", Unit.Share,
        "share of sampling noise, on average over dimensions: 0 = draws equal their means, 1 = the means do not differ",
        EvidenceNeeds.Nothing,
        quantities => quantities.NoiseShare,
        new QuantityForm<NoiseShare>(
            [new(share => share.Mean)],
            (lines, share) => lines.Value(share.Mean),
            (fields, share) =>
            {
                fields.Estimate(share.Mean);
                fields.Reals("per_dimension", share.PerDimension.AsSpan());
                fields.Reals("mean_variance", share.MeanVariance.AsSpan());
            })).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity ChannelInformation { get; } = Quantity.Of(
        "channel_information", "channel information", Unit.Nats,
        "how sharp the latent is in any units: idle dimensions add nothing; an upper bound of what z says, never it",
        EvidenceNeeds.Nothing,
        quantities => quantities.ChannelInformation,
        new QuantityForm<ChannelInformation>(
            [new(channel => channel.Value)],
            (lines, channel) => lines.Value(channel.Value),
            (fields, channel) => fields.Estimate(channel.Value))).OnlyOf(EvidenceFamily.Gaussian);

    private static void Lines(QuantityLines lines, VarianceSummary variance)
    {
        lines.Line(
            Figures.Of(variance.Mean),
            $"{Unit.SquaredLatentUnits}: a standard deviation of {Figures.Of(variance.StandardDeviation)} latent "
                + "units");
        lines.Part(
            "geometric mean",
            Figures.Of(variance.GeometricMean),
            "far below the mean where few dimensions own it");
        lines.Part(
            "median",
            Figures.Of(variance.Quantiles.Q50),
            $"90% of all variances lie from {Figures.Of(variance.Quantiles.Q05)} to "
                + Figures.Of(variance.Quantiles.Q95));
    }

    private static void Fields(IFieldWriter fields, VarianceSummary variance)
    {
        fields.Real("value", variance.Mean.Value);
        fields.Real("std", variance.StandardDeviation);
        fields.Real("standard_error", variance.Mean.StandardError);
        fields.Real("geometric_mean", variance.GeometricMean);
        fields.Reals("per_dimension", variance.PerDimension.AsSpan());
        fields.Object("quantiles", variance.Quantiles, (each, quantiles) =>
        {
            each.Real("q05", quantiles.Q05);
            each.Real("q50", quantiles.Q50);
            each.Real("q95", quantiles.Q95);
        });
        fields.Object("std_histogram", variance.StandardDeviations, (each, histogram) =>
        {
            each.Reals("edges", histogram.Edges.AsSpan());
            each.Wholes("counts", histogram.Counts);
        });
    }
}
