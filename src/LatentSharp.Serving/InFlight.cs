namespace LatentSharp.Serving;

/// <summary>How many requests for the model are under way.</summary>
internal sealed class InFlight
{
    private int count;

    /// <summary>The number of them now.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Counts one more, unless there are as many as may be.</summary>
    public bool TryEnter(int most)
    {
        if (Interlocked.Increment(ref count) <= most)
            return true;
        Leave();
        return false;
    }

    /// <summary>Counts one less.</summary>
    public void Leave() => Interlocked.Decrement(ref count);
}
