using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>What follows from the posterior's and the prior's parameters alone, over every example.</summary>
internal sealed record AnalyticQuantities(
    VarianceSummary PosteriorVariance,
    Measured<VarianceSummary> PriorVariance,
    Measured<BreadthRatio> BreadthRatio,
    NoiseShare NoiseShare,
    Measured<PriorKl> PriorKl,
    Units ActiveUnits,
    Measured<Units> CollapsedUnits)
{
    /// <summary>Var_n mu_nd from which a dimension is active (Burda, Grosse and Salakhutdinov 2016).</summary>
    public const double ActiveFrom = 0.01;

    /// <summary>The share of examples from which a dimension is collapsed (Lucas et al. 2019).</summary>
    public const double CollapsedShare = 0.99;

    /// <summary>Divides sums over all examples out.</summary>
    public static AnalyticQuantities Of(
        LatentEvidence evidence,
        PosteriorSums posterior,
        PriorSums? prior,
        LogVarianceHistogram posteriorVariances,
        LogVarianceHistogram priorVariances)
    {
        double n = posterior.Rows, values = n * posterior.Dimensions;
        NoiseShare noiseShare = NoiseShareEstimator.Estimate(posterior);
        Units active = Where(noiseShare.MeanVariance.AsSpan(), variance => variance >= ActiveFrom);
        VarianceSummary posteriorVariance = Summary(
            evidence.PosteriorLogVariance,
            posterior.RowVariance,
            posterior.LogVariance / values,
            posterior.Moments().Variance,
            posteriorVariances);
        if (prior is null)
        {
            return new AnalyticQuantities(
                posteriorVariance,
                Measured<VarianceSummary>.Missing(VarianceQuantities.PriorVariance.Needs.Sentence),
                Measured<BreadthRatio>.Missing(VarianceQuantities.BreadthRatio.Needs.Sentence),
                noiseShare,
                Measured<PriorKl>.Missing(InformationQuantities.PriorKl.Needs.Sentence),
                active,
                Measured<Units>.Missing(InformationQuantities.CollapsedUnits.Needs.Sentence));
        }

        double[] varianceParts = Means(prior.VarianceParts, n), meanParts = Means(prior.MeanParts, n);
        return new AnalyticQuantities(
            posteriorVariance,
            Summary(
                evidence.PriorLogVariance!,
                prior.RowVariance,
                prior.LogVariance / values,
                Means(prior.Variances, n),
                priorVariances),
            new BreadthRatio(Math.Exp((posterior.LogVariance - prior.LogVariance) / values)),
            noiseShare,
            new PriorKl(
                prior.RowDivergence.Estimate,
                new PriorKlParts([.. varianceParts.Zip(meanParts, (v, m) => v + m)], [.. varianceParts], [.. meanParts])),
            active,
            Where(prior.Collapsed, count => count >= CollapsedShare * n));
    }

    private static VarianceSummary Summary(
        IEvidenceArray logVariance,
        RunningMoments rows,
        double meanLog,
        double[] perDimension,
        LogVarianceHistogram histogram) =>
        new(
            rows.Estimate,
            Math.Exp(meanLog),
            [.. perDimension],
            VarianceQuantileReader.Read(logVariance, histogram),
            StandardDeviationHistogram.Of(histogram));

    private static double[] Means(ReadOnlySpan<double> sums, double n)
    {
        double[] means = sums.ToArray();
        for (int d = 0; d < means.Length; d++)
            means[d] /= n;
        return means;
    }

    private static Units Where(ReadOnlySpan<double> values, Func<double, bool> holds)
    {
        var dimensions = new List<int>();
        for (int d = 0; d < values.Length; d++)
        {
            if (holds(values[d]))
                dimensions.Add(d);
        }

        return new Units(dimensions.Count, [.. dimensions], values.Length);
    }
}
