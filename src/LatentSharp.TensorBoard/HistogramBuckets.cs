using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.TensorBoard;

/// <summary>
/// Counts values in 30 buckets of equal width from the least to the greatest, as TensorBoard's own summaries do; in one
/// bucket without width where all are equal, and in none where there are none. A bucket has its lower limit in it and
/// its upper one not, but for the last, which has both.
/// </summary>
internal static class HistogramBuckets
{
    private const int Most = 30;

    /// <summary>The histogram of the finite values among those given.</summary>
    public static Histogram Of(ReadOnlySpan<double> values)
    {
        double[] limits = Limits(values);
        double[] counts = new double[limits.Length];
        var histogram = new Histogram();
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                continue;
            counts[BucketOf(value, limits)]++;
            histogram.Min = histogram.Num == 0 ? value : Math.Min(histogram.Min, value);
            histogram.Max = histogram.Num == 0 ? value : Math.Max(histogram.Max, value);
            histogram.Num++;
            histogram.Sum += value;
            histogram.SumSquares += value * value;
        }

        histogram.BucketLimit.AddRange(limits);
        histogram.Bucket.AddRange(counts);
        return histogram;
    }

    // The upper limits.
    private static double[] Limits(ReadOnlySpan<double> values)
    {
        (double min, double max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                (min, max) = (Math.Min(min, value), Math.Max(max, value));
        }

        if (min >= max)
            return min == max ? [max] : [];
        var limits = new List<double>(Most);
        // In halves, because the range of finite values need not be finite; a range of few numbers has fewer limits.
        (double start, double range) = (min / 2, max / 2 - min / 2);
        for (int i = 1; i < Most; i++)
        {
            double limit = 2 * (start + range / Most * i);
            if (limit > (limits.Count == 0 ? min : limits[^1]) && limit < max)
                limits.Add(limit);
        }

        return [.. limits, max];
    }

    // The first bucket whose upper limit lies above the value; the last takes the rest. By bisection rather than by a
    // division, so that rounding puts no value on the wrong side of a limit.
    private static int BucketOf(double value, double[] limits)
    {
        (int low, int high) = (0, limits.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (limits[middle] <= value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
