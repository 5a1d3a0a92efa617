using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// The 5%, 50% and 95% quantiles of a variance over examples and dimensions. Up to <see cref="ExactUpTo"/> values they
/// are exact, interpolated between neighbouring values as NumPy and R (type 7) do; beyond, they come from the histogram
/// and are within 1/1024 in log-variance, 0.1% of v.
/// </summary>
internal static class VarianceQuantileReader
{
    /// <summary>The most values of which quantiles are exact.</summary>
    public const long ExactUpTo = 1L << 22;

    private const int ChunkLength = 8192;

    /// <summary>The quantiles of exp of a whole array.</summary>
    /// <param name="logVariance">The array, which is read once more where the quantiles are exact.</param>
    /// <param name="histogram">The histogram of all its values.</param>
    public static VarianceQuantiles Read(IEvidenceArray logVariance, LogVarianceHistogram histogram)
    {
        double last = histogram.Count - 1;
        double[] ranks = [0.05 * last, 0.5 * last, 0.95 * last];
        double[] values =
            histogram.Count <= ExactUpTo ? Exact(logVariance, histogram, ranks) : Binned(histogram, ranks);
        return new VarianceQuantiles(values[0], values[1], values[2]);
    }

    private static double[] Exact(IEvidenceArray logVariance, LogVarianceHistogram histogram, double[] ranks)
    {
        // The histogram says which bins hold the values at the ranks; only those bins' values need sorting.
        var bins = new SortedDictionary<int, (long Before, List<double> Values)>();
        foreach (double rank in ranks)
        {
            foreach (long place in new[] { (long)rank, (long)Math.Ceiling(rank) })
            {
                (int bin, long before, _) = Locate(histogram, place);
                bins.TryAdd(bin, (before, []));
            }
        }

        Gather(logVariance, bins);
        foreach ((_, List<double> values) in bins.Values)
            values.Sort();
        double VarianceAt(long place)
        {
            (long before, List<double> values) = bins.Values.Last(bin => bin.Before <= place);
            return Math.Exp(values[(int)(place - before)]);
        }

        return [.. ranks.Select(rank =>
        {
            double low = VarianceAt((long)rank), high = VarianceAt((long)Math.Ceiling(rank));
            return low == high ? low : low + (rank - Math.Floor(rank)) * (high - low);
        })];
    }

    private static void Gather(IEvidenceArray array, SortedDictionary<int, (long Before, List<double> Values)> bins)
    {
        int rowsPerChunk = Math.Max(1, ChunkLength / array.Columns);
        var buffer = new double[rowsPerChunk * array.Columns];
        (double Low, double High, List<double> Values)[] wanted =
        [
            .. bins.Select(bin =>
                (LogVarianceHistogram.LowerEdge(bin.Key), LogVarianceHistogram.LowerEdge(bin.Key + 1), bin.Value.Values)
            ),
        ];
        // The bins at the ends hold everything beyond them.
        if (wanted[0].Low == LogVarianceHistogram.LowerEdge(0))
            wanted[0].Low = double.NegativeInfinity;
        if (wanted[^1].High == LogVarianceHistogram.LowerEdge(LogVarianceHistogram.Bins))
            wanted[^1].High = double.PositiveInfinity;
        for (long row = 0; row < array.Rows; row += rowsPerChunk)
        {
            Span<double> chunk = buffer.AsSpan(0, (int)Math.Min(rowsPerChunk, array.Rows - row) * array.Columns);
            array.Read(row, chunk);
            foreach (double value in chunk)
            {
                foreach ((double low, double high, List<double> values) in wanted)
                {
                    if (value >= low && value < high)
                        values.Add(value);
                }
            }
        }
    }

    private static double[] Binned(LogVarianceHistogram histogram, double[] ranks) =>
        [
            .. ranks.Select(rank =>
            {
                (int bin, long before, long count) = Locate(histogram, (long)rank);
                return Math.Exp(
                    LogVarianceHistogram.LowerEdge(bin)
                        + ((rank - before + 0.5) / count / LogVarianceHistogram.BinsPerUnit));
            }),
        ];

    private static (int Bin, long Before, long Count) Locate(LogVarianceHistogram histogram, long place)
    {
        long before = 0;
        foreach ((int bin, long count) in histogram.Occupied())
        {
            if (place < before + count)
                return (bin, before, count);
            before += count;
        }

        throw new ArgumentOutOfRangeException(nameof(place), place, $"the histogram holds {before} values");
    }
}
