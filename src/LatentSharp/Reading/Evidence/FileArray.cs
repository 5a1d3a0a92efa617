using System.Buffers;
using LatentSharp.Data;

namespace LatentSharp.Reading.Evidence;

/// <summary>An array that stays in its file; each read fetches the rows asked for.</summary>
internal sealed class FileArray : IEvidenceArray
{
    // Rows per piece of a column-major matrix: long enough to be worth a system call for each column, and short enough
    // that the rows being filled stay in the processor's cache from one column to the next.
    private const int ColumnPiece = 1024;

    private readonly StoredArray values;

    /// <summary>Gives an array of shape [rows] or [rows, columns] the name of its role.</summary>
    public FileArray(string name, StoredArray values)
    {
        this.values = values;
        (Name, Rows) = (name, values.Shape[0]);
        Columns = values.Shape.Count == 1 ? 1 : checked((int)values.Shape[1]);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public void Read(long firstRow, Span<double> destination)
    {
        int rows = destination.Length / Columns;
        if (rows * Columns != destination.Length || firstRow < 0 || firstRow > Rows - rows)
            throw new ArgumentException($"{Name}: {destination.Length} numbers from row {firstRow} on were asked for; give whole rows of {Columns}, of which there are {Rows}.");
        if (!values.ColumnMajor || Columns == 1)
            values.Read(firstRow * Columns, destination);
        else
            ReadColumns(firstRow, rows, destination);
    }

    private void ReadColumns(long firstRow, int rows, Span<double> destination)
    {
        double[] buffer = ArrayPool<double>.Shared.Rent(ColumnPiece);
        try
        {
            for (int done = 0; done < rows; done += ColumnPiece)
            {
                Span<double> piece = buffer.AsSpan(0, Math.Min(ColumnPiece, rows - done));
                for (int column = 0; column < Columns; column++)
                {
                    values.Read(column * Rows + firstRow + done, piece);
                    for (int row = 0, at = done * Columns + column; row < piece.Length; row++, at += Columns)
                        destination[at] = piece[row];
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }
}
