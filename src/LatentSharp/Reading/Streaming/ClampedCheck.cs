using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// Looks for a bound that log-variances are cut off at, over a sample of examples: a value, the least or the greatest
/// of all, that is met far more often than any value is by chance. A dimension whose log-variance is constant says
/// nothing.
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
        var values = new List<double>();
        int distinct = 0;
        var column = new double[rows.Length];
        for (int d = 0; d < dimensions; d++)
        {
            for (int n = 0; n < column.Length; n++)
                column[n] = read[n * dimensions + d];
            double least = column.Min(), greatest = column.Max();
            if (greatest - least <= Rounding * (1 + Math.Max(Math.Abs(least), Math.Abs(greatest))))
                continue;
            values.AddRange(column);
            distinct += column.Distinct().Count();
        }

        if (values.Count == 0)
            return null;
        return At(values.Min(), isLeast: true) ?? At(values.Max(), isLeast: false);

        ClampedLogVariance? At(double bound, bool isLeast)
        {
            double count = values.Count(value => value == bound), share = count / values.Count;
            // Discrete examples repeat whole rows: what counts is a value that is met more often than others.
            double byChance = dimensions * (values.Count / (double)distinct);
            return share > LeastShare && count > TimesChance * byChance
                ? new ClampedLogVariance(bound, isLeast, share, rows.Length)
                : null;
        }
    }
}
