namespace LatentSharp.Evidence;

/// <summary>The number of the sequence that each step belongs to.</summary>
/// <param name="sequences">N</param>
/// <param name="steps">T</param>
internal sealed class SequenceNumbers(long sequences, int steps) : IEvidenceArray
{
    /// <inheritdoc/>
    public string Name => EvidenceRole.Groups.Name;

    /// <inheritdoc/>
    public long Rows => sequences * steps;

    /// <inheritdoc/>
    public int Columns => 1;

    /// <inheritdoc/>
    public void Read(long firstRow, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (firstRow + i) / steps;
    }
}
