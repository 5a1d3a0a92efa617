namespace LatentSharp.Reading.Statistics;

/// <summary>Arrays that may be larger than memory, walked in blocks of whole rows.</summary>
internal static class RowBlocks
{
    private const int ValuesPerBlock = 1 << 16;

    /// <summary>The blocks that cover all rows, in order.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="columns">The columns of the widest array that is walked.</param>
    public static IEnumerable<(long First, int Count)> Of(long rows, int columns)
    {
        int most = Math.Max(1, ValuesPerBlock / columns);
        for (long first = 0; first < rows; first += most)
            yield return (first, (int)Math.Min(most, rows - first));
    }
}
