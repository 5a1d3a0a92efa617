using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
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

    // The bins from first on, whole units of log-variance, as far as values were seen.
    private long[] counts = [];
    private int first;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> logVariances, Span<long> scratch)
    {
        if (logVariances.IsEmpty)
            return;
        Span<long> bins = scratch[..logVariances.Length];
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(logVariances);
        Span<Vector<long>> vectorBins = MemoryMarshal.Cast<long, Vector<long>>(bins);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector<double> floor = Vector.Floor(vectors[i] * new Vector<double>(BinsPerUnit)) - new Vector<double>(Lowest * (double)BinsPerUnit);
            Vector<double> bin = Vector.MinNative(Vector.MaxNative(floor, Vector<double>.Zero), new Vector<double>(Bins - 1));
            vectorBins[i] = Vector.AsVectorInt64(bin + new Vector<double>(IntegerBits)) & new Vector<long>(uint.MaxValue);
        }

        for (int i = vectors.Length * Vector<double>.Count; i < bins.Length; i++)
            bins[i] = BinOf(logVariances[i]);
        Cover((int)TensorPrimitives.Min<long>(bins), (int)TensorPrimitives.Max<long>(bins));
        // Counting is half the cost of the histogram; every bin was just made to fit.
        ref long origin = ref MemoryMarshal.GetArrayDataReference(counts);
        foreach (long bin in bins)
            Unsafe.Add(ref origin, (nint)bin - first)++;
        Count += bins.Length;
    }

    /// <summary>Adds the counts of other values.</summary>
    public void Merge(LogVarianceHistogram other)
    {
        if (other.counts.Length == 0)
            return;
        Cover(other.first, other.first + other.counts.Length - 1);
        Span<long> same = counts.AsSpan(other.first - first, other.counts.Length);
        TensorPrimitives.Add<long>(same, other.counts, same);
        Count += other.Count;
    }

    /// <summary>The bins that hold values, ascending, with their counts.</summary>
    public IEnumerable<(int Bin, long Count)> Occupied()
    {
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
                yield return (first + i, counts[i]);
        }
    }

    private void Cover(int lowest, int highest)
    {
        int start = lowest / BinsPerUnit * BinsPerUnit, end = (highest / BinsPerUnit + 1) * BinsPerUnit;
        if (counts.Length > 0)
            (start, end) = (Math.Min(start, first), Math.Max(end, first + counts.Length));
        if (end - start == counts.Length)
            return;
        var wider = new long[end - start];
        if (counts.Length > 0)
            counts.CopyTo(wider, first - start);
        (counts, first) = (wider, start);
    }
}
