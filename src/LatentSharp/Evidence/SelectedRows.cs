namespace LatentSharp.Evidence;

/// <summary>The rows of an array that a mask lets through.</summary>
/// <param name="array">All rows.</param>
/// <param name="rows">Those that count.</param>
internal sealed class SelectedRows(IEvidenceArray array, MaskedRows rows) : IEvidenceArray
{
    /// <summary>As NumPy writes the selection, so that a row named in an error can be looked at.</summary>
    public string Name => $"{array.Name}[{EvidenceRole.Mask}]";

    /// <inheritdoc/>
    public long Rows => rows.Count;

    /// <inheritdoc/>
    public int Columns => array.Columns;

    /// <inheritdoc/>
    public void Read(long firstRow, Span<double> destination)
    {
        while (destination.Length > 0)
        {
            (long row, long following) = rows.At(firstRow);
            int count = (int)Math.Min(following, destination.Length / Columns);
            array.Read(row, destination[..(count * Columns)]);
            destination = destination[(count * Columns)..];
            firstRow += count;
        }
    }
}
