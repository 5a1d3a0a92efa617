using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>What arrays must satisfy by themselves and among each other, before anything is concluded from
/// them.</summary>
/// <param name="LogRatio">
/// The mean over examples and draws of q of log p(z|x) - log q(z|x,y), nats, beside the closed form -K_prior; null
/// where either is not at hand.
/// </param>
/// <param name="Exploded">Examples with a log-variance above 80, or whose sums are not finite; null where none
/// has.</param>
/// <param name="VarianceOwners">The few examples that carry half of V_post; null where no few do.</param>
/// <param name="PriorKlOwners">The few examples that carry half of K_prior; null where no few do.</param>
/// <param name="Clamped">The bound that log-variances of q lie at; null where they lie at none.</param>
public sealed record EvidenceChecks(
    Estimate? LogRatio,
    ExplodedRows? Exploded,
    RowOwners? VarianceOwners,
    RowOwners? PriorKlOwners,
    ClampedLogVariance? Clamped)
{
    /// <summary>Nothing to remark.</summary>
    public static EvidenceChecks None { get; } = new(null, null, null, null, null);
}

/// <summary>Examples that exploded.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The first one's row, counted from 0.</param>
/// <param name="LargestLogVariance">The largest log-variance of all.</param>
public sealed record ExplodedRows(long Count, long First, double LargestLogVariance);

/// <summary>A few examples that carry half of a mean over all.</summary>
/// <param name="Rows">Their rows, counted from 0, the largest first.</param>
/// <param name="Share">Their share of the sum.</param>
/// <param name="Without">The mean over all other examples.</param>
public sealed record RowOwners(ImmutableArray<long> Rows, double Share, Estimate Without);

/// <summary>A bound that log-variances are cut off at.</summary>
/// <param name="Bound">The least or the greatest value of the dimension that meets its own most often.</param>
/// <param name="IsLeast">Whether it is the least.</param>
/// <param name="Share">The share of values that equal that of their dimension, where log-variances vary.</param>
/// <param name="Examples">The examples that were looked at.</param>
public sealed record ClampedLogVariance(double Bound, bool IsLeast, double Share, int Examples);
