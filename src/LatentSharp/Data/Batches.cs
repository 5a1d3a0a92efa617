using LatentSharp.Compute.Randomness;

namespace LatentSharp.Data;

/// <summary>
/// A data set cut into batches, the last of them shorter when the size does not divide the examples. Every pass refills
/// the same tensors, so one pass at a time may be under way.
/// </summary>
/// <example><c>foreach (Batch batch in batches.Epoch(epoch)) ...</c></example>
internal sealed class Batches
{
    private readonly Dataset dataset;
    private readonly ulong seed;
    private readonly int batchSize;
    private readonly Batch full;
    private readonly Batch? partial;
    private readonly int[] inOrder;

    /// <summary>Prepares the passes over a data set.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="batchSize">Examples to a batch, 1 or more; a size beyond the data means all of it at once.</param>
    /// <param name="seed">The seed of the run, which the shuffled orders follow from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public Batches(Dataset dataset, int batchSize, ulong seed)
    {
        if (batchSize < 1)
            throw new ArgumentOutOfRangeException(
                nameof(batchSize),
                $"Batches: the batch size is {batchSize}; it must be 1 or more.");
        (this.dataset, this.seed) = (dataset, seed);
        this.batchSize = Math.Min(batchSize, dataset.Count);
        int conditionColumns = dataset.Condition.Shape[1], targetColumns = dataset.Target.Shape[1];
        full = new Batch(this.batchSize, conditionColumns, targetColumns);
        int left = dataset.Count % this.batchSize;
        partial = left == 0 ? null : new Batch(left, conditionColumns, targetColumns);
        inOrder = [.. Enumerable.Range(0, dataset.Count)];
    }

    /// <summary>The number of batches in a pass.</summary>
    public int Count => dataset.Count / batchSize + (partial is null ? 0 : 1);

    /// <summary>
    /// A pass in an order that follows from the seed and the epoch alone, as do bits that are drawn anew in every
    /// epoch.
    /// </summary>
    /// <param name="epoch">The number of the epoch, 0 or more.</param>
    /// <param name="first">The batch of that order to start at, for a pass that goes on where it was left.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch or the batch is negative.</exception>
    public BatchSequence Epoch(int epoch, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        return new BatchSequence(
            this,
            new RandomStream(seed, RandomPurpose.Shuffle, (ulong)epoch).Permutation(dataset.Count),
            epoch,
            first);
    }

    /// <summary>A pass in the data set's own order and with its own values, as evaluation takes it.</summary>
    public BatchSequence InOrder() => new(this, inOrder, epoch: null, first: 0);

    internal Batch Fill(int number, int[] order, int? epoch)
    {
        int start = number * batchSize;
        Batch batch = dataset.Count - start < batchSize ? partial! : full;
        batch.Fill(dataset, order.AsSpan(start, batch.Count));
        if (dataset.Draws is { } draws && epoch is { } drawn)
            batch.Draw(draws, seed, drawn);
        return batch;
    }
}
