using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Streaming;

namespace LatentSharp.Tests.Reading.Streaming;

/// <summary>Every number of the analytic quantities in one list, to compare two readings whole.</summary>
internal static class Flat
{
    public static double[] Of(AnalyticQuantities quantities) =>
        [
            .. Of(quantities.PosteriorVariance),
            .. Of(quantities.NoiseShare.Mean),
            .. quantities.NoiseShare.PerDimension,
            .. quantities.NoiseShare.MeanVariance,
            .. Of(quantities.ActiveUnits),
            .. quantities.PriorVariance.IsMeasured ? Of(quantities.PriorVariance.Value) : [],
            .. quantities.BreadthRatio.IsMeasured ? [quantities.BreadthRatio.Value.Value] : Array.Empty<double>(),
            .. quantities.PriorKl.IsMeasured ? Of(quantities.PriorKl.Value) : [],
            .. Of(quantities.CollapsedUnits),
        ];

    private static double[] Of(VarianceSummary summary) =>
        [
            .. Of(summary.Mean),
            summary.GeometricMean,
            .. summary.PerDimension,
            summary.Quantiles.Q05,
            summary.Quantiles.Q50,
            summary.Quantiles.Q95,
            .. summary.StandardDeviations.Edges,
            .. summary.StandardDeviations.Counts.Select(count => (double)count),
        ];

    private static double[] Of(PriorKl divergence) =>
        [
            .. Of(divergence.Total),
            .. divergence.Parts!.PerDimension,
            .. divergence.Parts.Variance,
            .. divergence.Parts.Mean,
        ];

    private static double[] Of(Estimate estimate) => [estimate.Value, estimate.StandardError];

    private static double[] Of(Units units) => [units.Count, units.Of, .. units.Dimensions.Select(d => (double)d)];
}
