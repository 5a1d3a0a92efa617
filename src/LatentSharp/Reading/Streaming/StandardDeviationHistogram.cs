using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// The histogram of sqrt(v) that reports show: at most 40 bars of equal width in ln sqrt(v), an eighth where that
/// suffices, with an edge at 1.
/// </summary>
internal static class StandardDeviationHistogram
{
    private const int MostBars = 40;

    /// <summary>
    /// Gathers the fine bins into bars; edges of bars are edges of bins, so that every count is exact.
    /// </summary>
    public static Histogram Of(LogVarianceHistogram fine)
    {
        List<(int Bin, long Count)> occupied = [.. fine.Occupied()];
        // A quarter of log-variance is an eighth of ln sqrt(v).
        int width = LogVarianceHistogram.BinsPerUnit / 4;
        while (occupied[^1].Bin / width - occupied[0].Bin / width >= MostBars)
            width *= 2;
        int first = occupied[0].Bin / width;
        var counts = new long[occupied[^1].Bin / width - first + 1];
        foreach ((int bin, long count) in occupied)
            counts[bin / width - first] += count;
        double[] edges =
        [
            .. Enumerable
                .Range(first, counts.Length + 1)
                .Select(edge => Math.Exp(LogVarianceHistogram.LowerEdge(edge * width) / 2)),
        ];
        return new Histogram([.. edges], [.. counts]);
    }
}
