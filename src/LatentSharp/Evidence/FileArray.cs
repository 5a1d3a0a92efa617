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

    /// <summary>Gives an array the name of its role.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The array: [rows] or [rows, columns], or with more axes that make these rows.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    public FileArray(string name, StoredArray values, long rows, int columns)
    {
        this.values = values;
        (Name, Rows, Columns) = (name, rows, columns);
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
