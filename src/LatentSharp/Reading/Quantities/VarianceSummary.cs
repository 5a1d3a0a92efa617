using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>
/// V = mean over examples and dimensions of a variance (v of the posterior: V_post; s of the prior), in squared latent
/// units.
/// </summary>
/// <param name="Mean">V with its standard error over examples.</param>
/// <param name="GeometricMean">exp(mean log v): what V would be if one dimension could not own it.</param>
/// <param name="PerDimension">V_d, [D].</param>
/// <param name="Quantiles">The 5%, 50% and 95% quantiles of v over examples and dimensions.</param>
/// <param name="StandardDeviations">A histogram of sqrt(v), for reports.</param>
public sealed record VarianceSummary(
    Estimate Mean,
    double GeometricMean,
    ImmutableArray<double> PerDimension,
    VarianceQuantiles Quantiles,
    Histogram StandardDeviations)
{
    /// <summary>sqrt(V), in latent units.</summary>
    public double StandardDeviation => Math.Sqrt(Mean.Value);
}

/// <summary>Quantiles of a variance.</summary>
/// <param name="Q05">The 5% quantile.</param>
/// <param name="Q50">The median.</param>
/// <param name="Q95">The 95% quantile.</param>
public sealed record VarianceQuantiles(double Q05, double Q50, double Q95);

/// <summary>Counts of values between edges.</summary>
/// <param name="Edges">Ascending edges, one more than there are counts.</param>
/// <param name="Counts">How many values lie from each edge to the next.</param>
public sealed record Histogram(ImmutableArray<double> Edges, ImmutableArray<long> Counts);
