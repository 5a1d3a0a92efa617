namespace LatentSharp.Evidence;

/// <summary>What is said once of a sequence, for each of its steps.</summary>
/// <param name="array">[sequences, columns]</param>
/// <param name="steps">T</param>
internal sealed class RepeatedSteps(IEvidenceArray array, int steps) : IEvidenceArray
{
    /// <inheritdoc/>
    public string Name => array.Name;

    /// <inheritdoc/>
    public long Rows => array.Rows * steps;

    /// <inheritdoc/>
    public int Columns => array.Columns;

    /// <inheritdoc/>
    public void Read(long firstRow, Span<double> destination)
    {
        long held = -1;
        Span<double> kept = default;
        for (int start = 0; start < destination.Length; start += Columns, firstRow++)
        {
            Span<double> row = destination.Slice(start, Columns);
            if (firstRow / steps == held)
            {
                kept.CopyTo(row);
                continue;
            }

            held = firstRow / steps;
            array.Read(held, row);
            kept = row;
        }
    }
}
