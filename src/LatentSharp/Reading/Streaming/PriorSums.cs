using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LatentSharp.Compute;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// Sums over examples of s = exp(logvar of p), and of KL(q || p) in its two parts, 1/2 (r - 1 - ln r) with r = v / s
/// and 1/2 (mu - m)^2 / s, per dimension.
/// </summary>
/// <param name="dimensions">D.</param>
internal sealed class PriorSums(int dimensions)
{
    /// <summary>KL_nd below which a dimension says nothing about an example, nats (Lucas et al. 2019).</summary>
    public const double CollapsedBelow = 0.01;

    private readonly LaneMask mask = new(dimensions);
    private readonly int padded = LaneMask.Padded(dimensions);

    // [s | variance part | mean part | KL_nd < 0.01, padded D]
    private readonly double[] sums = new double[4 * LaneMask.Padded(dimensions)];
    private RunningMoments rowVariance, rowDivergence;
    private double logVariance;

    /// <summary>mean_d s_nd, over n.</summary>
    public RunningMoments RowVariance => rowVariance;

    /// <summary>sum_d KL_nd, over n.</summary>
    public RunningMoments RowDivergence => rowDivergence;

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
    /// <param name="qMean">mu</param>
    /// <param name="qLogVariance">ln v</param>
    /// <param name="pMean">m</param>
    /// <param name="pLogVariance">ln s</param>
    /// <param name="rowScratch">[2 * rows]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(
        ReadOnlySpan<double> qMean, ReadOnlySpan<double> qLogVariance,
        ReadOnlySpan<double> pMean, ReadOnlySpan<double> pLogVariance, Span<double> rowScratch)
    {
        int rows = rowScratch.Length / 2, count = rows * dimensions;
        Vector512<double> logSum = default;
        PosteriorSums.RequireSlack(qMean, count);
        PosteriorSums.RequireSlack(qLogVariance, count);
        PosteriorSums.RequireSlack(pMean, count);
        PosteriorSums.RequireSlack(pLogVariance, count);
        ref double qMeans = ref MemoryMarshal.GetReference(qMean), qLogs = ref MemoryMarshal.GetReference(qLogVariance);
        ref double pMeans = ref MemoryMarshal.GetReference(pMean), pLogs = ref MemoryMarshal.GetReference(pLogVariance);
        ref double variances = ref sums[0], varianceParts = ref sums[padded];
        ref double meanParts = ref sums[2 * padded], collapsed = ref sums[3 * padded];
        Span<double> rowVariances = rowScratch[..rows], rowDivergences = rowScratch[rows..];
        for (int row = 0; row < rows; row++)
        {
            int start = row * dimensions;
            Vector512<double> varianceSum = default, divergenceSum = default;
            for (int column = 0; column < padded; column += Vector512<double>.Count)
            {
                nuint at = (nuint)column, from = (nuint)(start + column);
                Vector512<double> pLog = Vector512.LoadUnsafe(ref pLogs, from);
                Vector512<double> variancePart = HalfExcess(Vector512.LoadUnsafe(ref qLogs, from) - pLog);
                Vector512<double> meanPart = HalfSquare(
                    Vector512.LoadUnsafe(ref qMeans, from) - Vector512.LoadUnsafe(ref pMeans, from),
                    pLog,
                    out Vector512<double> variance);
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
        }

        rowVariance.Add(rowVariances);
        rowDivergence.Add(rowDivergences);
        logVariance += Vector512.Sum(logSum);
    }

    /// <summary>Adds the sums over other examples.</summary>
    public void Merge(PriorSums other)
    {
        TensorPrimitives.Add(sums, other.sums, sums);
        rowVariance.Merge(other.rowVariance);
        rowDivergence.Merge(other.rowDivergence);
        logVariance += other.logVariance;
    }

    /// <summary>Forgets every example.</summary>
    public void Clear()
    {
        Array.Clear(sums);
        (rowVariance, rowDivergence, logVariance) = (default, default, 0);
    }

    // 1/2 (r - 1 - ln r) of ln r = ln v - ln s.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> HalfExcess(Vector512<double> logRatio) =>
        Vector512.Create(0.5) * WideExponential.ExpMinusOneMinus(logRatio);

    // 1/2 (mu - m)^2 / s and s. By way of 1 / sqrt(s) neither squares a difference that overflows nor divides by an s
    // that underflows; equal means leave 0, whatever s.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> HalfSquare(
        Vector512<double> difference,
        Vector512<double> logVariance,
        out Vector512<double> variance)
    {
        Vector512<double> inverseDeviation = WideExponential.Exp(Vector512.Create(-0.5) * logVariance);
        variance = Vector512<double>.One / (inverseDeviation * inverseDeviation);
        Vector512<double> scaled = Vector512.ConditionalSelect(
            Vector512.Equals(difference, Vector512<double>.Zero),
            Vector512<double>.Zero,
            difference * inverseDeviation);
        return Vector512.Create(0.5) * scaled * scaled;
    }
}
