using LatentSharp.Evidence;

namespace LatentSharp.Reading.Findings;

/// <summary>
/// V_post at the two ends of a training: medians over the first and the last tenth of the logged steps.
/// </summary>
/// <param name="First">The median of the first tenth, at least one point.</param>
/// <param name="Last">The median of the last tenth.</param>
internal sealed record VarianceRise(double First, double Last)
{
    /// <summary>The ends of a log; null where it does not hold V_post twice.</summary>
    public static VarianceRise? Of(TrainingHistory history)
    {
        double[] values =
        [
            .. history.Points
                .Where(point => point.Terms.ContainsKey(Cited.PosteriorVarianceKey))
                .Select(point => point.Terms[Cited.PosteriorVarianceKey].Raw)
                .Where(double.IsFinite),
        ];
        if (values.Length < 2)
            return null;
        int tenth = Math.Max(1, values.Length / 10);
        return new VarianceRise(
            Series.Median(values.AsSpan(0, tenth)),
            Series.Median(values.AsSpan(values.Length - tenth)));
    }
}
