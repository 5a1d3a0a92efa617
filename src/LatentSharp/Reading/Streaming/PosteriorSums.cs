using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// Sums over examples of v = exp(logvar), of mu and of mu^2, per dimension and jackknife group. Means are taken from an
/// origin near them, so that a large mean does not cancel in sum mu^2 - (sum mu)^2 / n.
/// </summary>
/// <param name="origin">[D], the same for all sums that are merged.</param>
/// <param name="grouping">Which examples are left out together.</param>
internal sealed class PosteriorSums(double[] origin, ExampleGroups grouping)
{
    private readonly LaneMask mask = new(origin.Length);
    private readonly int padded = LaneMask.Padded(origin.Length);
    private readonly double[] origin = Pad(origin);
    private readonly long[] groupRows = new long[JackknifeGroups.Count];

    // [group, v | mu - origin | (mu - origin)^2, padded D]
    private readonly double[] groups = new double[JackknifeGroups.Count * 3 * LaneMask.Padded(origin.Length)];
    private readonly ExampleMean rowVariance = new(grouping);
    private double logVariance, largestRow;

    /// <summary>D.</summary>
    public int Dimensions { get; } = origin.Length;

    /// <summary>Examples added.</summary>
    public long Rows => rowVariance.Count;

    /// <summary>mean_d v_nd, over n.</summary>
    public ExampleMean RowVariance => rowVariance;

    /// <summary>The largest mean_d v_nd of an example.</summary>
    public double LargestRow => largestRow;

    /// <summary>sum over n and d of ln v.</summary>
    public double LogVariance => logVariance;

    /// <summary>Examples of each jackknife group.</summary>
    public ReadOnlySpan<long> GroupRows => groupRows;

    /// <summary>Adds a run of examples.</summary>
    /// <param name="firstRow">The first one's row in the evidence.</param>
    /// <param name="mean">mu, [rows, D], and a vector's width of slack.</param>
    /// <param name="logVariances">ln v, likewise.</param>
    /// <param name="rowScratch">[rows]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(
        long firstRow,
        ReadOnlySpan<double> mean,
        ReadOnlySpan<double> logVariances,
        Span<double> rowScratch)
    {
        int rows = rowScratch.Length, count = rows * Dimensions;
        Vector512<double> logSum = default;
        RequireSlack(mean, count);
        RequireSlack(logVariances, count);
        ref double means = ref MemoryMarshal.GetReference(mean), logs = ref MemoryMarshal.GetReference(logVariances);
        ref double origins = ref MemoryMarshal.GetArrayDataReference(origin);
        for (int row = 0; row < rows; row++)
        {
            int group = JackknifeGroups.Of(grouping[firstRow + row]), start = row * Dimensions;
            groupRows[group]++;
            ref double variances = ref groups[group * 3 * padded];
            ref double deviations = ref Unsafe.Add(ref variances, padded),
                squares = ref Unsafe.Add(ref deviations, padded);
            Vector512<double> rowSum = default;
            for (int column = 0; column < padded; column += Vector512<double>.Count)
            {
                nuint at = (nuint)column;
                Vector512<double> log = Vector512.LoadUnsafe(ref logs, (nuint)(start + column)),
                    variance = WideExponential.Exp(log);
                Vector512<double> deviation =
                    Vector512.LoadUnsafe(ref means, (nuint)(start + column)) - Vector512.LoadUnsafe(ref origins, at);
                (Vector512.LoadUnsafe(ref variances, at) + variance).StoreUnsafe(ref variances, at);
                (Vector512.LoadUnsafe(ref deviations, at) + deviation).StoreUnsafe(ref deviations, at);
                (Vector512.LoadUnsafe(ref squares, at) + deviation * deviation).StoreUnsafe(ref squares, at);
                rowSum += mask.Keep(variance, column);
                logSum += mask.Keep(log, column);
            }

            rowScratch[row] = Vector512.Sum(rowSum) / Dimensions;
        }

        largestRow = Math.Max(largestRow, TensorPrimitives.Max<double>(rowScratch));
        rowVariance.Add(firstRow, rowScratch);
        logVariance += Vector512.Sum(logSum);
    }

    /// <summary>Adds the sums over other examples.</summary>
    public void Merge(PosteriorSums other)
    {
        TensorPrimitives.Add(groups, other.groups, groups);
        TensorPrimitives.Add<long>(groupRows, other.groupRows, groupRows);
        rowVariance.Merge(other.rowVariance);
        logVariance += other.logVariance;
        largestRow = Math.Max(largestRow, other.largestRow);
    }

    /// <summary>Forgets every example.</summary>
    public void Clear()
    {
        Array.Clear(groups);
        Array.Clear(groupRows);
        rowVariance.Clear();
        (logVariance, largestRow) = (0, 0);
    }

    /// <summary>V_d = mean_n v_nd and the population variance Var_n mu_nd.</summary>
    /// <param name="without">A jackknife group whose examples are left out; -1 leaves none out.</param>
    public (double[] Variance, double[] MeanVariance) Moments(int without = -1)
    {
        var sums = new double[3 * padded];
        long rows = 0;
        for (int group = 0; group < JackknifeGroups.Count; group++)
        {
            // Adding the others up, rather than taking the group away, keeps what a group that owns the sum hides.
            if (group == without)
                continue;
            TensorPrimitives.Add(sums, groups.AsSpan(group * 3 * padded, 3 * padded), sums);
            rows += groupRows[group];
        }

        double[] variance = new double[Dimensions], meanVariance = new double[Dimensions];
        for (int d = 0; d < Dimensions; d++)
        {
            variance[d] = sums[d] / rows;
            double deviation = sums[padded + d], squares = sums[2 * padded + d];
            double spread = (squares - deviation / rows * deviation) / rows;
            meanVariance[d] = double.IsNaN(spread) ? double.PositiveInfinity : Math.Max(0, spread);
        }

        return (variance, meanVariance);
    }

    /// <summary>Reading whole vectors runs past the last row by less than one of them.</summary>
    internal static void RequireSlack(ReadOnlySpan<double> values, int count) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, count + Vector512<double>.Count, nameof(values));

    /// <summary>The values, with zeros up to whole vectors.</summary>
    internal static double[] Pad(double[] values)
    {
        var wide = new double[LaneMask.Padded(values.Length)];
        values.CopyTo(wide, 0);
        return wide;
    }
}
