using LatentSharp.Evidence;

namespace LatentSharp.Reading.Findings;

/// <summary>
/// The finite values of one logged number, and their running medians over the last <see cref="Window"/> points: one
/// twentieth of the log, from 3 to 50 points, so that single spikes pass unseen and a short log can still be judged.
/// </summary>
internal sealed class Series
{
    private const int ShortestWindow = 3, LongestWindow = 50, WindowsPerLog = 20;

    private Series(long[] steps, double[] values)
    {
        (Steps, Values) = (steps, values);
        Window = Math.Clamp(values.Length / WindowsPerLog, ShortestWindow, LongestWindow);
        Medians = new double[Math.Max(0, values.Length - Window + 1)];
        for (int i = 0; i < Medians.Length; i++)
            Medians[i] = Median(values.AsSpan(i, Window));
    }

    public long[] Steps { get; }

    public double[] Values { get; }

    /// <summary>Points in a running median.</summary>
    public int Window { get; }

    /// <summary>Medians[i] is over the values i to i + Window - 1.</summary>
    public double[] Medians { get; }

    /// <param name="history">The log.</param>
    /// <param name="value">The number of a point, given the last point too.</param>
    public static Series Of(TrainingHistory history, Func<HistoryPoint, HistoryPoint, double> value)
    {
        var steps = new List<long>();
        var values = new List<double>();
        foreach (HistoryPoint point in history.Points)
        {
            double number = value(point, history.Points[^1]);
            if (!double.IsFinite(number))
                continue;
            steps.Add(point.Step);
            values.Add(number);
        }

        return new Series([.. steps], [.. values]);
    }

    /// <summary>
    /// The spread of the values about their running medians up to a median: 1.4826 * their median absolute deviation.
    /// </summary>
    public double SpreadUpTo(int median)
    {
        var deviations = new double[median + 1];
        for (int i = 0; i <= median; i++)
            deviations[i] = Math.Abs(Values[i + Window - 1] - Medians[i]);
        return 1.4826 * Median(deviations);
    }

    /// <summary>
    /// Whether the last running median lies clearly below the one that ended at a step, or the first: by four standard
    /// errors of the difference of two medians, each 1.25 spread / sqrt(window) for normal noise.
    /// </summary>
    public bool FellSince(long step)
    {
        int at = Array.FindIndex(Steps, candidate => candidate >= step), then = Math.Max(at - Window + 1, 0);
        return at >= 0 && then < Medians.Length
            && Medians[then] - Medians[^1] > 4 * 1.25 * Math.Sqrt(2.0 / Window) * SpreadUpTo(Medians.Length - 1);
    }

    /// <summary>The median; of an even number, the mean of the middle two.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
