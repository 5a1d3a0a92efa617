using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LatentSharp.Reading.Measurement;

/// <summary>
/// How often every log-variance occurs, to 1/1024: a bin spans 0.1% of v. Counts are whole numbers, so that the
/// histogram of a set does not depend on the order or the parts in which it was read. The range, [-768, 768),
/// holds that of a float64 exponential: what lies beyond, where e^x is 0 or infinite, counts at its end.
/// </summary>
internal sealed class LogVarianceHistogram
{
    /// <summary>Bins per unit of log-variance.</summary>
    public const int BinsPerUnit = 1024;

    /// <summary>How many bins there are.</summary>
    public const int Bins = (Highest - Lowest) * BinsPerUnit;

    private const int Lowest = -768, Highest = 768;

    // Added to a whole number from 0 to 2^52, it leaves that number in the low bits.
    private const double IntegerBits = 1L << 52;

    // A page per unit: a few are touched, whatever the range.
    private readonly long[]?[] pages = new long[Highest - Lowest][];

    /// <summary>Values counted.</summary>
    public long Count { get; private set; }

    /// <summary>The bin of a log-variance, counted from 0.</summary>
    public static int BinOf(double logVariance) =>
        (int)Math.Clamp(Math.Floor(logVariance * BinsPerUnit) - Lowest * (double)BinsPerUnit, 0, Bins - 1);

    /// <summary>The log-variance at which a bin begins.</summary>
    public static double LowerEdge(int bin) => Lowest + ((double)bin / BinsPerUnit);

    /// <summary>Counts finite log-variances.</summary>
    /// <param name="logVariances">The values.</param>
    /// <param name="scratch">As many.</param>
    public void Add(ReadOnlySpan<double> logVariances, Span<long> scratch)
    {
        Span<long> bins = scratch[..logVariances.Length];
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(logVariances);
        Span<Vector<long>> vectorBins = MemoryMarshal.Cast<long, Vector<long>>(bins);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector<double> floor = Vector.Floor(vectors[i] * new Vector<double>(BinsPerUnit)) - new Vector<double>(Lowest * (double)BinsPerUnit);
            Vector<double> bin = Vector.Min(Vector.Max(floor, Vector<double>.Zero), new Vector<double>(Bins - 1));
            vectorBins[i] = Vector.AsVectorInt64(bin + new Vector<double>(IntegerBits)) & new Vector<long>(uint.MaxValue);
        }

        for (int i = vectors.Length * Vector<double>.Count; i < bins.Length; i++)
            bins[i] = BinOf(logVariances[i]);
        foreach (long bin in bins)
            Page((int)bin / BinsPerUnit)[(int)bin % BinsPerUnit]++;
        Count += bins.Length;
    }

    /// <summary>Adds the counts of other values.</summary>
    public void Merge(LogVarianceHistogram other)
    {
        for (int page = 0; page < pages.Length; page++)
        {
            if (other.pages[page] is { } counts)
                TensorPrimitives.Add<long>(Page(page), counts, Page(page));
        }

        Count += other.Count;
    }

    /// <summary>The bins that hold values, ascending, with their counts.</summary>
    public IEnumerable<(int Bin, long Count)> Occupied()
    {
        for (int page = 0; page < pages.Length; page++)
        {
            if (pages[page] is not { } counts)
                continue;
            for (int i = 0; i < counts.Length; i++)
            {
                if (counts[i] > 0)
                    yield return (page * BinsPerUnit + i, counts[i]);
            }
        }
    }

    private long[] Page(int page) => pages[page] ??= new long[BinsPerUnit];
}
