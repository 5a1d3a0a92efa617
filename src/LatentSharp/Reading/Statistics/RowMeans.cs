namespace LatentSharp.Reading.Statistics;

/// <summary>The mean over an example's draws.</summary>
internal static class RowMeans
{
    /// <summary>The mean of a row of a block that holds whole rows.</summary>
    public static double Of(ReadOnlySpan<double> block, int row, int columns)
    {
        double sum = 0;
        foreach (double value in block.Slice(row * columns, columns))
            sum += value;
        return sum / columns;
    }
}
