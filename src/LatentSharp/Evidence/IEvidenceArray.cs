namespace LatentSharp.Evidence;

/// <summary>
/// A matrix of numbers that may be larger than memory: rows are read in blocks. Several threads may read at once.
/// Vectors [N] have one column.
/// </summary>
public interface IEvidenceArray
{
    /// <summary>The name in files and errors, such as <c>posterior_mean</c>.</summary>
    string Name { get; }

    /// <summary>N, the number of rows.</summary>
    long Rows { get; }

    /// <summary>Numbers per row; 1 for a vector.</summary>
    int Columns { get; }

    /// <summary>Copies rows, widened to float64 without loss.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="destination">Room for a whole number of rows, row-major.</param>
    void Read(long firstRow, Span<double> destination);
}
