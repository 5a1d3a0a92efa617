namespace LatentSharp.Reading.Findings;

/// <summary>
/// A series that grew by a factor over its best level and stayed there: every one of the last
/// <see cref="Series.Window"/> running medians lies beyond.
/// </summary>
/// <remarks>
/// The best level is the best running median. Growth is 1 + (median - best) / scale. The scale is |best|, or the spread
/// of the values about their running medians where that is wider; so for a positive series well above its noise, growth
/// is the ratio median / best. A loss that is a log-density may be negative or cross 0, where a ratio has no meaning:
/// for a series with values at or below 0, the scale is at least the drop from the first running median to the best,
/// all that the training had gained. The first value of a loss is a level too, which may be left within the steps of
/// one median. One value has no spread of its own: the last medians must lie four spreads of the whole series beyond.
/// </remarks>
/// <param name="BestStep">The step at which the best level was reached.</param>
/// <param name="Best">The best level.</param>
/// <param name="Last">The last running median.</param>
/// <param name="Growth">The least growth of the last running medians.</param>
public sealed record Runaway(long BestStep, double Best, double Last, double Growth)
{
    private const int SpreadsBeyondOneValue = 4;

    /// <summary>Whether the best level is the first value, and not a running median.</summary>
    public bool FromTheFirst { get; init; }

    /// <summary>Finds it by the best running median.</summary>
    internal static Runaway? Find(Series series, double factor)
    {
        double[] medians = series.Medians;
        if (medians.Length <= series.Window)
            return null;
        int at = Array.IndexOf(medians, medians.Min());
        double best = medians[at], scale = Math.Max(Math.Abs(best), series.SpreadUpTo(at));
        double growth = GrowthOf(series, best, scale);
        return growth >= factor ? new Runaway(series.Steps[at + series.Window - 1], best, medians[^1], growth) : null;
    }

    /// <summary>Finds it by the first value.</summary>
    internal static Runaway? FindFromTheFirst(Series series, double factor)
    {
        double[] medians = series.Medians;
        if (medians.Length <= series.Window)
            return null;
        double first = series.Values[0], growth = GrowthOf(series, first, Math.Abs(first));
        double chance = SpreadsBeyondOneValue * series.SpreadUpTo(medians.Length - 1);
        return growth >= factor && RiseOf(series, first) >= chance
            ? new Runaway(series.Steps[0], first, medians[^1], growth) { FromTheFirst = true }
            : null;
    }

    private static double GrowthOf(Series series, double best, double scale)
    {
        if (series.Values.Any(value => value <= 0))
            scale = Math.Max(scale, series.Medians[0] - best);
        double rise = RiseOf(series, best);
        return rise <= 0 ? 1 : 1 + rise / scale;
    }

    private static double RiseOf(Series series, double best) => series.Medians[^series.Window..].Min() - best;
}
