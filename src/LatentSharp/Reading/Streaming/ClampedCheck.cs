using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// Looks for a bound that log-variances are cut off at, over a sample of examples: the least or the greatest value of a
/// dimension, met far more often than any value is by chance. A dimension whose log-variance is constant says nothing.
/// </summary>
internal static class ClampedCheck
{
    private const double LeastShare = 0.01, TimesChance = 5, Rounding = 1e-6;
    private const int MostValues = 1 << 20, MostRows = 5000;

    /// <summary>The bound, or null.</summary>
    public static ClampedLogVariance? Of(LatentEvidence evidence, ReadingOptions options)
    {
        int dimensions = evidence.Dimensions,
            most = Math.Clamp(MostValues / dimensions, 64, MostRows);
        int[] rows = Subsample.Choose(evidence.Examples, most, EstimationStream.Examples.For(options));
        double[] read = Subsample.Read(evidence.PosteriorLogVariance, rows);
        Tied least = default, greatest = default;
        int varying = 0, distinct = 0;
        var column = new double[rows.Length];
        for (int d = 0; d < dimensions; d++)
        {
            for (int n = 0; n < column.Length; n++)
                column[n] = read[n * dimensions + d];
            double low = column.Min(), high = column.Max();
            if (high - low <= Rounding * (1 + Math.Max(Math.Abs(low), Math.Abs(high))))
                continue;
            least = least.With(low, column.Count(value => value == low));
            greatest = greatest.With(high, column.Count(value => value == high));
            distinct += column.Distinct().Count();
            varying++;
        }

        return Of(least, isLeast: true) ?? Of(greatest, isLeast: false);

        ClampedLogVariance? Of(Tied tied, bool isLeast)
        {
            double values = (double)varying * rows.Length, share = tied.Count / values;
            // Each dimension has a value at its end, and discrete examples repeat whole rows: what counts is a value
            // that is met more often than others.
            double byChance = varying * (values / distinct);
            return share > LeastShare && tied.Count > TimesChance * byChance
                ? new ClampedLogVariance(tied.Bound, isLeast, share, rows.Length)
                : null;
        }
    }

    /// <summary>Values that equal the end of their dimension.</summary>
    /// <param name="Bound">The end that most of them equal.</param>
    /// <param name="Most">How many equal that one.</param>
    /// <param name="Count">How many there are over all dimensions.</param>
    private readonly record struct Tied(double Bound, int Most, long Count)
    {
        public Tied With(double bound, int count) =>
            count > Most ? new Tied(bound, count, Count + count) : this with { Count = Count + count };
    }
}
