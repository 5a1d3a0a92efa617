using System.Collections.Concurrent;
using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// One streaming pass over evidence. Examples are added up in blocks of a fixed size, which threads take as they come
/// and which are merged in their order, so that no result depends on the thread count.
/// </summary>
internal sealed class LatentPass
{
    private const int RowsPerBlock = 8192;
    private const int BlocksPerThread = 8;
    private const int RowsOfOrigin = 1024;

    private readonly LatentEvidence evidence;
    private readonly double[] origin;

    /// <summary>Prepares to read. Passes over the same evidence can be merged.</summary>
    public LatentPass(LatentEvidence evidence)
    {
        this.evidence = evidence;
        origin = Origin(evidence.PosteriorMean);
    }

    /// <summary>Adds up a range of examples.</summary>
    /// <param name="firstRow">The first.</param>
    /// <param name="rows">How many.</param>
    /// <param name="device">The threads.</param>
    /// <param name="progress">The share of the range that is done.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public LatentAccumulator Read(
        long firstRow,
        long rows,
        Device device,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        long blocks = (rows + RowsPerBlock - 1) / RowsPerBlock;
        var wave = new LatentSums[Math.Min(blocks, (long)device.Threads * BlocksPerThread)];
        for (int i = 0; i < wave.Length; i++)
            wave[i] = NewSums();
        LatentSums sums = NewSums();
        var job = new BlockJob(evidence, firstRow, rows, wave, []);
        for (long block = 0; block < blocks; block += wave.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(wave.Length, blocks - block);
            job.FirstBlock = block;
            device.Run(ref job, count);
            foreach (LatentSums part in wave.AsSpan(0, count))
            {
                sums.Merge(part);
                part.Clear();
            }

            progress?.Report((double)Math.Min(rows, (block + count) * RowsPerBlock) / rows);
        }

        var result = new LatentAccumulator(evidence, sums);
        foreach (EvidenceChunk chunk in job.Chunks)
            result.Merge(chunk);
        return result;
    }

    private LatentSums NewSums() =>
        new(
            new PosteriorSums(origin, evidence.Grouping),
            evidence.PriorMean is null ? null : new PriorSums(origin, evidence.Grouping));

    // The mean of the first rows; what matters is that it lies among the values. A constant column's is exact, for its
    // variance is then exactly 0.
    private static double[] Origin(IEvidenceArray mean)
    {
        int columns = mean.Columns, rows = (int)Math.Min(RowsOfOrigin, mean.Rows);
        var first = new double[columns];
        mean.Read(0, first);
        double[] row = new double[columns], sum = new double[columns];
        for (int i = 1; i < rows; i++)
        {
            mean.Read(i, row);
            TensorPrimitives.Subtract(row, first, row);
            TensorPrimitives.Add(sum, row, sum);
        }

        TensorPrimitives.Divide(sum, rows, sum);
        TensorPrimitives.Add(first, sum, first);
        return first;
    }

    private struct BlockJob(
        LatentEvidence evidence,
        long firstRow,
        long rows,
        LatentSums[] wave,
        ConcurrentBag<EvidenceChunk> chunks) : IShardedJob
    {
        /// <summary>The block that shard 0 reads.</summary>
        public long FirstBlock;

        /// <summary>The chunks that threads read with, as many as threads met.</summary>
        public readonly ConcurrentBag<EvidenceChunk> Chunks => chunks;

        public readonly void Run(int shard)
        {
            if (!chunks.TryTake(out EvidenceChunk? chunk))
                chunk = new EvidenceChunk(evidence);
            long start = firstRow + (FirstBlock + shard) * RowsPerBlock,
                end = Math.Min(start + RowsPerBlock, firstRow + rows);
            for (long row = start; row < end; row += chunk.Rows)
                chunk.Process(row, (int)Math.Min(chunk.Rows, end - row), wave[shard]);
            chunks.Add(chunk);
        }
    }
}
