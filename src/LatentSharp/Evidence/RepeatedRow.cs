namespace LatentSharp.Evidence;

/// <summary>One row that holds for every example, as of a prior that is the same for all.</summary>
/// <param name="name">The array's name.</param>
/// <param name="row">The row, [D].</param>
/// <param name="rows">How many examples there are.</param>
internal sealed class RepeatedRow(string name, double[] row, long rows) : IEvidenceArray
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public long Rows => rows;

    /// <inheritdoc/>
    public int Columns => row.Length;

    /// <inheritdoc/>
    public void Read(long firstRow, Span<double> destination)
    {
        for (int start = 0; start < destination.Length; start += row.Length)
            row.CopyTo(destination[start..]);
    }
}
