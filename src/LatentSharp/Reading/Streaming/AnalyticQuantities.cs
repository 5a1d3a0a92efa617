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
    Units CollapsedUnits)
{
    /// <summary>
    /// Var_n mu_nd from which a dimension is active, as a share of the prior's variance in it: under N(0, I) that of
    /// Burda, Grosse and Salakhutdinov (2016).
    /// </summary>
    public const double ActiveFrom = 0.01;

    /// <summary>The noise share up to which a dimension is active where there is no prior.</summary>
    public const double ActiveNoise = 0.99;

    /// <summary>The share of examples from which a dimension is collapsed (Lucas et al. 2019).</summary>
    public const double CollapsedShare = 0.99;

    // The variance of the prior's means, as a share of its own, up to which they differ by rounding alone.
    private const double SharedWithin = 1e-9;

    /// <summary>Channel information.</summary>
    public required ChannelInformation ChannelInformation { get; init; }

    /// <summary>Shift, scale and recalibration gain of the router; null without one.</summary>
    public RouterRecalibration? Recalibration { get; init; }

    /// <summary>KL of the mean router to N(0, I); null without one.</summary>
    public RouterMarginalKl? RouterMarginalKl { get; init; }

    /// <summary>Whether the prior's means are the same for all examples; null without a router.</summary>
    public bool? PriorIsShared { get; init; }

    /// <summary>sum_d v/s of an example, over examples; null without a router.</summary>
    public Estimate? VarianceRatio { get; init; }

    /// <summary>Exploded examples, and those that own a mean.</summary>
    public required EvidenceChecks Checks { get; init; }

    /// <summary>Divides sums over all examples out.</summary>
    public static AnalyticQuantities Of(
        LatentEvidence evidence,
        PosteriorSums posterior,
        PriorSums? prior,
        LogVarianceHistogram posteriorVariances,
        LogVarianceHistogram priorVariances,
        double largestLogVariance)
    {
        double n = posterior.Rows, values = n * posterior.Dimensions;
        (NoiseShare noiseShare, ChannelInformation channel) = NoiseShareEstimator.Estimate(posterior);
        var checks = EvidenceCheck.Of(evidence, posterior, prior, largestLogVariance);
        VarianceSummary posteriorVariance = Summary(
            evidence.PosteriorLogVariance,
            posterior.RowVariance,
            posterior.LogVariance / values,
            posterior.Moments().Variance,
            posteriorVariances);
        if (prior is null)
        {
            Units sharp = Where(posterior.Dimensions, d => noiseShare.PerDimension[d] <= ActiveNoise);
            return new AnalyticQuantities(
                posteriorVariance,
                Measured<VarianceSummary>.Missing(VarianceQuantities.PriorVariance.Needs.Sentence),
                Measured<BreadthRatio>.Missing(VarianceQuantities.BreadthRatio.Needs.Sentence),
                noiseShare,
                Measured<PriorKl>.Missing(InformationQuantities.PriorKl.Needs.Sentence),
                sharp,
                Except(sharp))
            {
                ChannelInformation = channel,
                Checks = checks,
            };
        }

        double[] varianceParts = Means(prior.VarianceParts, n), meanParts = Means(prior.MeanParts, n),
            priorVariance = Means(prior.Variances, n), priorSpread = Spread(prior.Means, prior.MeanSquares, n);
        Units active = Where(
            posterior.Dimensions,
            d => noiseShare.MeanVariance[d] > 0
                && noiseShare.MeanVariance[d] >= ActiveFrom * (priorVariance[d] + priorSpread[d]));
        double[] collapsed = prior.Collapsed.ToArray();
        return new AnalyticQuantities(
            posteriorVariance,
            Summary(
                evidence.PriorLogVariance!,
                prior.RowVariance,
                prior.LogVariance / values,
                priorVariance,
                priorVariances),
            new BreadthRatio(Math.Exp((posterior.LogVariance - prior.LogVariance) / values)),
            noiseShare,
            new PriorKl(
                prior.RowDivergence.Estimate,
                new PriorKlParts(
                    [.. varianceParts.Zip(meanParts, (v, m) => v + m)],
                    [.. varianceParts],
                    [.. meanParts])),
            active,
            Where(
                posterior.Dimensions,
                d => collapsed[d] >= CollapsedShare * n || !active.Dimensions.Contains(d)))
        {
            ChannelInformation = channel,
            PriorIsShared = priorSpread.Zip(priorVariance).All(d => d.First <= SharedWithin * d.Second),
            Recalibration = RecalibrationEstimator.Estimate(prior),
            RouterMarginalKl = new RouterMarginalKl(
                Marginal(priorVariance, priorSpread, Means(prior.Means, n), prior.Origin)),
            VarianceRatio = prior.RowRatio.Estimate,
            Checks = checks,
        };
    }

    private static VarianceSummary Summary(
        IEvidenceArray logVariance,
        ExampleMean rows,
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

    private static double[] Spread(ReadOnlySpan<double> sums, ReadOnlySpan<double> squares, double n)
    {
        var spread = new double[sums.Length];
        for (int d = 0; d < spread.Length; d++)
            spread[d] = Math.Max(0, (squares[d] - sums[d] / n * sums[d]) / n);
        return spread;
    }

    // KL(N(M, S) || N(0, I)) of the mixture's mean M and variance S in each dimension.
    private static double Marginal(double[] variance, double[] spread, double[] mean, ReadOnlySpan<double> origin)
    {
        double divergence = 0;
        for (int d = 0; d < variance.Length; d++)
        {
            double whole = variance[d] + spread[d], at = mean[d] + origin[d];
            divergence += 0.5 * (whole + at * at - 1 - Math.Log(whole));
        }

        return divergence;
    }

    private static Units Where(int dimensions, Func<int, bool> holds)
    {
        int[] those = [.. Enumerable.Range(0, dimensions).Where(holds)];
        return new Units(those.Length, [.. those], dimensions);
    }

    private static Units Except(Units units) => Where(units.Of, d => !units.Dimensions.Contains(d));
}
