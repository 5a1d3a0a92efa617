using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings;

/// <summary>
/// On which side of a line a value lies, where chance could have carried it across: it must clear the line by
/// <see cref="Thresholds.StandardErrors"/> of its own standard errors. A value whose error bar holds the line lies on
/// neither side.
/// </summary>
internal static class Lines
{
    public static bool ClearlyAbove(this Estimate estimate, double line, Thresholds thresholds) =>
        estimate.Value - thresholds.StandardErrors * estimate.StandardError > line;

    public static bool ClearlyBelow(this Estimate estimate, double line, Thresholds thresholds) =>
        estimate.Value + thresholds.StandardErrors * estimate.StandardError < line;

    /// <summary>V is large: at least <see cref="Thresholds.LargeVariance"/>, error bar included.</summary>
    public static bool IsLarge(this VarianceSummary variance, Thresholds thresholds) =>
        variance.Mean.Value - thresholds.StandardErrors * variance.Mean.StandardError >= thresholds.LargeVariance;

    /// <summary>V is small: at most <see cref="Thresholds.SmallVariance"/>, error bar included.</summary>
    public static bool IsSmall(this VarianceSummary variance, Thresholds thresholds) =>
        variance.Mean.Value + thresholds.StandardErrors * variance.Mean.StandardError <= thresholds.SmallVariance;

    /// <summary>
    /// A difference of estimates from different examples or draws: their squared standard errors add.
    /// </summary>
    public static Estimate Less(this Estimate estimate, Estimate other) =>
        new(estimate.Value - other.Value, double.Hypot(estimate.StandardError, other.StandardError));

    /// <summary>A later value is at most a factor of an earlier one, the error bars of both included.</summary>
    public static bool Fell(this Estimate after, Estimate before, double factor, Thresholds thresholds) =>
        before.Times(factor).Less(after) is var margin
        && margin.Value >= thresholds.StandardErrors * margin.StandardError;

    /// <summary>
    /// A later value is at least a factor of an earlier one, as estimated. Near the factor chance decides: neither side
    /// is the cautious one.
    /// </summary>
    public static bool Kept(this Estimate after, Estimate before, double factor) =>
        after.Value >= factor * before.Value;

    private static Estimate Times(this Estimate estimate, double factor) =>
        new(factor * estimate.Value, factor * estimate.StandardError);
}
