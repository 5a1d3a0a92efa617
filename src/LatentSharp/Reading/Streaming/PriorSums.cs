using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// Sums over examples of s = exp(logvar of p), of m and m^2, and of KL(q || p) in its two parts, 1/2 (r - 1 - ln r)
/// with r = v / s and 1/2 (mu - m)^2 / s, per dimension; and per jackknife group what says how p is calibrated.
/// </summary>
/// <param name="origin">[D], what means are taken from, the same for all sums that are merged.</param>
/// <param name="grouping">Which examples are left out together.</param>
internal sealed class PriorSums(double[] origin, ExampleGroups grouping)
{
    /// <summary>KL_nd below which a dimension says nothing about an example, nats (Lucas et al. 2019).</summary>
    public const double CollapsedBelow = 0.01;

    private readonly int dimensions = origin.Length;
    private readonly LaneMask mask = new(origin.Length);
    private readonly int padded = LaneMask.Padded(origin.Length);
    private readonly double[] origin = PosteriorSums.Pad(origin);

    // [s | variance part | mean part | KL_nd < 0.01 | m - origin | (m - origin)^2, padded D]
    private readonly double[] sums = new double[6 * LaneMask.Padded(origin.Length)];

    // [group, u | v / s + u^2, padded D] with u = (mu - m) / sqrt(s)
    private readonly double[] groups = new double[JackknifeGroups.Count * 2 * LaneMask.Padded(origin.Length)];
    private readonly long[] groupRows = new long[JackknifeGroups.Count];
    private readonly ExampleMean rowVariance = new(grouping), rowDivergence = new(grouping), rowRatio = new(grouping);
    private double logVariance, largestRow;

    /// <summary>What means are taken from, [D].</summary>
    public ReadOnlySpan<double> Origin => origin.AsSpan(0, dimensions);

    /// <summary>D.</summary>
    public int Dimensions => dimensions;

    /// <summary>mean_d s_nd, over n.</summary>
    public ExampleMean RowVariance => rowVariance;

    /// <summary>sum_d KL_nd, over n.</summary>
    public ExampleMean RowDivergence => rowDivergence;

    /// <summary>sum_d v_nd / s_nd, over n.</summary>
    public ExampleMean RowRatio => rowRatio;

    /// <summary>Examples of each jackknife group.</summary>
    public ReadOnlySpan<long> GroupRows => groupRows;

    /// <summary>sum_n of u = (mu - m) / sqrt(s) over the examples of a jackknife group, [D].</summary>
    public ReadOnlySpan<double> Shifts(int group) => groups.AsSpan(group * 2 * padded, dimensions);

    /// <summary>sum_n of v / s + u^2 over the examples of a jackknife group, [D].</summary>
    public ReadOnlySpan<double> Scales(int group) => groups.AsSpan((group * 2 + 1) * padded, dimensions);

    /// <summary>sum_n of m - origin.</summary>
    public ReadOnlySpan<double> Means => sums.AsSpan(4 * padded, dimensions);

    /// <summary>sum_n of (m - origin)^2.</summary>
    public ReadOnlySpan<double> MeanSquares => sums.AsSpan(5 * padded, dimensions);

    /// <summary>The largest sum_d KL_nd of an example.</summary>
    public double LargestRow => largestRow;

    /// <summary>sum over n and d of ln s.</summary>
    public double LogVariance => logVariance;

    /// <summary>sum_n s_nd.</summary>
    public ReadOnlySpan<double> Variances => sums.AsSpan(0, dimensions);

    /// <summary>sum_n of the variance part of KL_nd.</summary>
    public ReadOnlySpan<double> VarianceParts => sums.AsSpan(padded, dimensions);

    /// <summary>sum_n of the mean part of KL_nd.</summary>
    public ReadOnlySpan<double> MeanParts => sums.AsSpan(2 * padded, dimensions);

    /// <summary>How many examples have KL_nd below 0.01.</summary>
    public ReadOnlySpan<double> Collapsed => sums.AsSpan(3 * padded, dimensions);

    /// <summary>Adds a run of examples: [rows, D] each, and a vector's width of slack.</summary>
    /// <param name="firstRow">The first one's row in the evidence.</param>
    /// <param name="qMean">mu</param>
    /// <param name="qLogVariance">ln v</param>
    /// <param name="pMean">m</param>
    /// <param name="pLogVariance">ln s</param>
    /// <param name="rowScratch">[3 * rows]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(
        long firstRow,
        ReadOnlySpan<double> qMean, ReadOnlySpan<double> qLogVariance,
        ReadOnlySpan<double> pMean, ReadOnlySpan<double> pLogVariance, Span<double> rowScratch)
    {
        int rows = rowScratch.Length / 3, count = rows * dimensions;
        Vector512<double> logSum = default;
        PosteriorSums.RequireSlack(qMean, count);
        PosteriorSums.RequireSlack(qLogVariance, count);
        PosteriorSums.RequireSlack(pMean, count);
        PosteriorSums.RequireSlack(pLogVariance, count);
        ref double qMeans = ref MemoryMarshal.GetReference(qMean), qLogs = ref MemoryMarshal.GetReference(qLogVariance);
        ref double pMeans = ref MemoryMarshal.GetReference(pMean), pLogs = ref MemoryMarshal.GetReference(pLogVariance);
        ref double variances = ref sums[0], varianceParts = ref sums[padded];
        ref double meanParts = ref sums[2 * padded], collapsed = ref sums[3 * padded];
        ref double priorMeans = ref sums[4 * padded], priorSquares = ref sums[5 * padded];
        ref double origins = ref MemoryMarshal.GetArrayDataReference(origin);
        Span<double> rowVariances = rowScratch[..rows], rowDivergences = rowScratch.Slice(rows, rows),
            rowRatios = rowScratch[(2 * rows)..];
        for (int row = 0; row < rows; row++)
        {
            int start = row * dimensions, group = JackknifeGroups.Of(grouping[firstRow + row]);
            groupRows[group]++;
            ref double shifts = ref groups[group * 2 * padded], scales = ref Unsafe.Add(ref shifts, padded);
            Vector512<double> varianceSum = default, divergenceSum = default, ratioSum = default;
            for (int column = 0; column < padded; column += Vector512<double>.Count)
            {
                nuint at = (nuint)column, from = (nuint)(start + column);
                Vector512<double> pLog = Vector512.LoadUnsafe(ref pLogs, from),
                    m = Vector512.LoadUnsafe(ref pMeans, from),
                    logRatio = Vector512.LoadUnsafe(ref qLogs, from) - pLog,
                    variancePart = HalfExcess(logRatio);
                Vector512<double> shift = Scaled(
                    Vector512.LoadUnsafe(ref qMeans, from) - m,
                    pLog,
                    out Vector512<double> variance);
                Vector512<double> meanPart = Vector512.Create(0.5) * shift * shift;
                // v / s = e^(ln r): 1/2 (r - 1 - ln r) is at hand.
                Vector512<double> ratio = variancePart + variancePart + Vector512<double>.One + logRatio;
                Vector512<double> priorMean = m - Vector512.LoadUnsafe(ref origins, at);
                (Vector512.LoadUnsafe(ref shifts, at) + shift).StoreUnsafe(ref shifts, at);
                (Vector512.LoadUnsafe(ref scales, at) + ratio + shift * shift).StoreUnsafe(ref scales, at);
                (Vector512.LoadUnsafe(ref priorMeans, at) + priorMean).StoreUnsafe(ref priorMeans, at);
                (Vector512.LoadUnsafe(ref priorSquares, at) + priorMean * priorMean).StoreUnsafe(ref priorSquares, at);
                ratioSum += mask.Keep(ratio, column);
                Vector512<double> divergence = variancePart + meanPart;
                Vector512<double> isCollapsed = Vector512.ConditionalSelect(
                    Vector512.LessThan(divergence, Vector512.Create(CollapsedBelow)),
                    Vector512<double>.One,
                    Vector512<double>.Zero);
                (Vector512.LoadUnsafe(ref variances, at) + variance).StoreUnsafe(ref variances, at);
                (Vector512.LoadUnsafe(ref varianceParts, at) + variancePart).StoreUnsafe(ref varianceParts, at);
                (Vector512.LoadUnsafe(ref meanParts, at) + meanPart).StoreUnsafe(ref meanParts, at);
                (Vector512.LoadUnsafe(ref collapsed, at) + isCollapsed).StoreUnsafe(ref collapsed, at);
                varianceSum += mask.Keep(variance, column);
                divergenceSum += mask.Keep(divergence, column);
                logSum += mask.Keep(pLog, column);
            }

            rowVariances[row] = Vector512.Sum(varianceSum) / dimensions;
            rowDivergences[row] = Vector512.Sum(divergenceSum);
            rowRatios[row] = Vector512.Sum(ratioSum);
        }

        rowVariance.Add(firstRow, rowVariances);
        largestRow = Math.Max(largestRow, TensorPrimitives.Max<double>(rowDivergences));
        rowDivergence.Add(firstRow, rowDivergences);
        rowRatio.Add(firstRow, rowRatios);
        logVariance += Vector512.Sum(logSum);
    }

    /// <summary>Adds the sums over other examples.</summary>
    public void Merge(PriorSums other)
    {
        TensorPrimitives.Add(sums, other.sums, sums);
        TensorPrimitives.Add(groups, other.groups, groups);
        TensorPrimitives.Add<long>(groupRows, other.groupRows, groupRows);
        rowVariance.Merge(other.rowVariance);
        rowDivergence.Merge(other.rowDivergence);
        rowRatio.Merge(other.rowRatio);
        logVariance += other.logVariance;
        largestRow = Math.Max(largestRow, other.largestRow);
    }

    /// <summary>Forgets every example.</summary>
    public void Clear()
    {
        Array.Clear(sums);
        Array.Clear(groups);
        Array.Clear(groupRows);
        rowVariance.Clear();
        rowDivergence.Clear();
        rowRatio.Clear();
        (logVariance, largestRow) = (0, 0);
    }

    // 1/2 (r - 1 - ln r) of ln r = ln v - ln s.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> HalfExcess(Vector512<double> logRatio) =>
        Vector512.Create(0.5) * WideExponential.ExpMinusOneMinus(logRatio);

    // (mu - m) / sqrt(s), and s. By way of 1 / sqrt(s) neither squares a difference that overflows nor divides by an s
    // that underflows; equal means leave 0, whatever s.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Scaled(
        Vector512<double> difference,
        Vector512<double> logVariance,
        out Vector512<double> variance)
    {
        Vector512<double> inverseDeviation = WideExponential.Exp(Vector512.Create(-0.5) * logVariance);
        variance = Vector512<double>.One / (inverseDeviation * inverseDeviation);
        return Vector512.ConditionalSelect(
            Vector512.Equals(difference, Vector512<double>.Zero),
            Vector512<double>.Zero,
            difference * inverseDeviation);
    }
}
