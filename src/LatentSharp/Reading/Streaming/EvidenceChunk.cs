using System.Runtime.Intrinsics;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// A run of examples in float64, small enough for a core's cache, and the histograms of every log-variance that went
/// through. One thread uses it at a time.
/// </summary>
internal sealed class EvidenceChunk
{
    // Four arrays of 64 KiB.
    private const int Elements = 8192;

    private readonly LatentEvidence evidence;
    private readonly double[] qMean, qLogVariance, pMean, pLogVariance, rowScratch;
    private readonly long[] binScratch;

    /// <summary>Makes room for the arrays of some evidence.</summary>
    public EvidenceChunk(LatentEvidence evidence)
    {
        this.evidence = evidence;
        Rows = Math.Max(1, Elements / evidence.Dimensions);
        int count = Rows * evidence.Dimensions, room = count + Vector512<double>.Count;
        bool hasPrior = evidence.PriorMean is not null;
        (qMean, qLogVariance) = (new double[room], new double[room]);
        (pMean, pLogVariance) = hasPrior ? (new double[room], new double[room]) : ([], []);
        (rowScratch, binScratch) = (new double[3 * Rows], new long[count]);
        PriorVariances = hasPrior ? new LogVarianceHistogram() : null;
    }

    /// <summary>The most rows it holds.</summary>
    public int Rows { get; }

    /// <summary>Every ln v that went through.</summary>
    public LogVarianceHistogram PosteriorVariances { get; } = new();

    /// <summary>Every ln s that went through; null without a prior.</summary>
    public LogVarianceHistogram? PriorVariances { get; }

    /// <summary>Reads examples and adds them to sums; where one is not finite, only counts what is not.</summary>
    /// <param name="firstRow">The first example.</param>
    /// <param name="rows">At most <see cref="Rows"/>.</param>
    /// <param name="sums">What they are added to.</param>
    public void Process(long firstRow, int rows, LatentSums sums)
    {
        bool finite = Read(evidence.PosteriorMean, qMean, firstRow, rows, ref sums.PosteriorMeanTally)
            & Read(evidence.PosteriorLogVariance, qLogVariance, firstRow, rows, ref sums.PosteriorLogVarianceTally);
        if (sums.Prior is not null)
        {
            finite &= Read(evidence.PriorMean!, pMean, firstRow, rows, ref sums.PriorMeanTally)
                & Read(evidence.PriorLogVariance!, pLogVariance, firstRow, rows, ref sums.PriorLogVarianceTally);
        }

        if (!finite)
            return;
        int count = rows * evidence.Dimensions;
        sums.SeeLogVariances(qLogVariance.AsSpan(0, count));
        if (sums.Prior is not null)
            sums.SeeLogVariances(pLogVariance.AsSpan(0, count));
        sums.Posterior.Add(firstRow, qMean, qLogVariance, rowScratch.AsSpan(0, rows));
        PosteriorVariances.Add(qLogVariance.AsSpan(0, count), binScratch);
        sums.Prior?.Add(firstRow, qMean, qLogVariance, pMean, pLogVariance, rowScratch.AsSpan(0, 3 * rows));
        PriorVariances?.Add(pLogVariance.AsSpan(0, count), binScratch);
    }

    private static bool Read(IEvidenceArray array, double[] buffer, long firstRow, int rows, ref NonFiniteTally tally)
    {
        Span<double> values = buffer.AsSpan(0, rows * array.Columns);
        array.Read(firstRow, values);
        return tally.IsFinite(values, firstRow * array.Columns);
    }
}
