namespace LatentSharp.Reading.Findings;

/// <summary>
/// A series that grew by a factor over its best running median and stayed there: every one of the last
/// <see cref="Series.Window"/> running medians lies beyond.
/// </summary>
/// <remarks>
/// Growth is 1 + (median - best) / scale. The scale is |best|, or the spread of the values about their running medians
/// where that is wider; so for a positive series well above its noise, growth is the ratio median / best. A loss that
/// is a log-density may be negative or cross 0, where a ratio has no meaning: for a series with values at or below 0,
/// the scale is at least the drop from the first running median to the best, all that the training had gained.
/// </remarks>
/// <param name="BestStep">The step at which the best running median ended.</param>
/// <param name="Best">The best running median.</param>
/// <param name="Last">The last running median.</param>
/// <param name="Growth">The least growth of the last running medians.</param>
public sealed record Runaway(long BestStep, double Best, double Last, double Growth)
{
    internal static Runaway? Find(Series series, double factor)
    {
        double[] medians = series.Medians;
        if (medians.Length <= series.Window)
            return null;
        int at = Array.IndexOf(medians, medians.Min());
        double best = medians[at];
        double scale = Math.Max(Math.Abs(best), series.SpreadUpTo(at));
        if (series.Values.Any(value => value <= 0))
            scale = Math.Max(scale, medians[0] - best);
        double rise = medians[^series.Window..].Min() - best;
        double growth = rise <= 0 ? 1 : 1 + rise / scale;
        return growth >= factor ? new Runaway(series.Steps[at + series.Window - 1], best, medians[^1], growth) : null;
    }
}
