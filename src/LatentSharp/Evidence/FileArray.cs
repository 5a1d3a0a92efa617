using System.Collections.Concurrent;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Evidence;

/// <summary>An array that stays in its file; each read fetches the rows asked for.</summary>
internal sealed class FileArray : IEvidenceArray
{
    private readonly StoredArray values;

    // As many as threads have read at once; a thread is given back its own, which holds the rows that follow.
    private readonly ConcurrentBag<RowWindow>? windows;

    /// <summary>Gives an array of shape [rows] or [rows, columns] the name of its role.</summary>
    public FileArray(string name, StoredArray values)
    {
        this.values = values;
        (Name, Rows) = (name, values.Shape[0]);
        Columns = values.Shape.Count == 1 ? 1 : checked((int)values.Shape[1]);
        // A single column lies the same way in either order.
        if (values.ColumnMajor && Columns > 1)
            windows = [];
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
            throw new ArgumentException(
                $"{Name}: {destination.Length} numbers from row {firstRow} on were asked for; give whole "
                    + $"rows of {Columns}, of which there are {Rows}.");
        if (windows is null)
        {
            values.Read(firstRow * Columns, destination);
            return;
        }

        if (!windows.TryTake(out RowWindow? window))
            window = new RowWindow(values, Rows, Columns);
        window.Read(firstRow, destination);
        windows.Add(window);
    }
}
