using System.Buffers;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Evidence;

/// <summary>
/// Rows of a column-major matrix, turned over and kept, because readers ask for few rows at a time and each column of
/// those is a read of its own. A window is not for several threads at once.
/// </summary>
internal sealed class RowWindow(StoredArray values, long rows, int columns)
{
    // Long runs in each column against a window that stays in the processor's cache.
    private const int Elements = 1 << 17;

    // So many columns are turned over together: their numbers fill a cache line of each row.
    private const int Together = 8;

    private readonly int capacity = Math.Max(1, Elements / columns);
    private double[] kept = [];
    private long first;
    private int count;

    /// <summary>Copies rows, row-major.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public void Read(long row, Span<double> destination)
    {
        while (destination.Length > 0)
        {
            if (row < first || row >= first + count)
                MoveTo(row);
            int start = (int)(row - first), taken = Math.Min(count - start, destination.Length / columns);
            kept.AsSpan(start * columns, taken * columns).CopyTo(destination);
            destination = destination[(taken * columns)..];
            row += taken;
        }
    }

    private void MoveTo(long row)
    {
        // Nothing is kept until all of it is read.
        count = 0;
        int length = (int)Math.Min(capacity, rows - row);
        if (kept.Length < length * columns)
            kept = new double[length * columns];
        double[] buffer = ArrayPool<double>.Shared.Rent(length * Together);
        try
        {
            for (int column = 0; column < columns; column += Together)
                Turn(row, length, column, buffer);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }

        (first, count) = (row, length);
    }

    private void Turn(long row, int length, int column, double[] buffer)
    {
        int together = Math.Min(Together, columns - column);
        for (int c = 0; c < together; c++)
            values.Read((column + c) * rows + row, buffer.AsSpan(c * length, length));
        for (int r = 0; r < length; r++)
        {
            Span<double> line = kept.AsSpan(r * columns + column, together);
            for (int c = 0; c < line.Length; c++)
                line[c] = buffer[c * length + r];
        }
    }
}
