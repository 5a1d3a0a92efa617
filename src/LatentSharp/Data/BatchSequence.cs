namespace LatentSharp.Data;

/// <summary>One pass over the batches of a data set, for <c>foreach</c>.</summary>
internal readonly struct BatchSequence
{
    private readonly Batches batches;
    private readonly int[] order;
    private readonly int? epoch;
    private readonly int first;

    internal BatchSequence(Batches batches, int[] order, int? epoch, int first) =>
        (this.batches, this.order, this.epoch, this.first) = (batches, order, epoch, first);

    /// <summary>Starts the pass. The enumerator is a value, so that a pass allocates nothing per batch.</summary>
    public BatchEnumerator GetEnumerator() => new(batches, order, epoch, first);
}

/// <summary>Where a pass stands.</summary>
internal struct BatchEnumerator
{
    private readonly Batches batches;
    private readonly int[] order;
    private readonly int? epoch;
    private int next;

    internal BatchEnumerator(Batches batches, int[] order, int? epoch, int first)
    {
        (this.batches, this.order, this.epoch, next) = (batches, order, epoch, first);
        Current = null!;
    }

    /// <summary>The batch at hand, valid until the next <see cref="MoveNext"/>.</summary>
    public Batch Current { get; private set; }

    /// <summary>Fills the next batch; false when the pass is over.</summary>
    public bool MoveNext()
    {
        if (next >= batches.Count)
            return false;
        Current = batches.Fill(next++, order, epoch);
        return true;
    }
}
