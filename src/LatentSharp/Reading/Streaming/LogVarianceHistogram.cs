using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LatentSharp.Reading.Streaming;

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

    // The bins from start on, whole units of log-variance, as far as values were seen.
    private long[] counts = [];
    private int start;

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
        ReadOnlySpan<Vector512<double>> vectors = MemoryMarshal.Cast<double, Vector512<double>>(logVariances);
        Span<Vector512<long>> vectorBins = MemoryMarshal.Cast<long, Vector512<long>>(bins);
        Vector512<double> lowest = Vector512.Create((double)Bins), highest = Vector512<double>.Zero;
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector512<double> bin =
                Vector512.Floor(vectors[i] * Vector512.Create((double)BinsPerUnit))
                - Vector512.Create(Lowest * (double)BinsPerUnit);
            bin = Vector512.MinNative(
                Vector512.MaxNative(bin, Vector512<double>.Zero),
                Vector512.Create((double)(Bins - 1)));
            (lowest, highest) = (Vector512.MinNative(lowest, bin), Vector512.MaxNative(highest, bin));
            vectorBins[i] =
                Vector512.AsInt64(bin + Vector512.Create(IntegerBits)) & Vector512.Create((long)uint.MaxValue);
        }

        (double first, double last) = (Bins, 0);
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
            (first, last) = (Math.Min(first, lowest[lane]), Math.Max(last, highest[lane]));
        for (int i = vectors.Length * Vector512<double>.Count; i < bins.Length; i++)
        {
            bins[i] = BinOf(logVariances[i]);
            (first, last) = (Math.Min(first, bins[i]), Math.Max(last, bins[i]));
        }

        Cover((int)first, (int)last);
        // Counting is half the cost of the histogram; every bin was just made to fit.
        ref long origin = ref MemoryMarshal.GetArrayDataReference(counts);
        foreach (long bin in bins)
            Unsafe.Add(ref origin, (nint)bin - start)++;
        Count += bins.Length;
    }

    /// <summary>Adds the counts of other values.</summary>
    public void Merge(LogVarianceHistogram other)
    {
        if (other.counts.Length == 0)
            return;
        Cover(other.start, other.start + other.counts.Length - 1);
        Span<long> same = counts.AsSpan(other.start - start, other.counts.Length);
        TensorPrimitives.Add<long>(same, other.counts, same);
        Count += other.Count;
    }

    /// <summary>The bins that hold values, ascending, with their counts.</summary>
    public IEnumerable<(int Bin, long Count)> Occupied()
    {
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
                yield return (start + i, counts[i]);
        }
    }

    // Makes room for bins, whole units at a time.
    private void Cover(int lowest, int highest)
    {
        int from = lowest / BinsPerUnit * BinsPerUnit, to = (highest / BinsPerUnit + 1) * BinsPerUnit;
        if (counts.Length > 0)
            (from, to) = (Math.Min(from, start), Math.Max(to, start + counts.Length));
        if (to - from == counts.Length)
            return;
        var wider = new long[to - from];
        if (counts.Length > 0)
            counts.CopyTo(wider, start - from);
        (counts, start) = (wider, from);
    }
}
