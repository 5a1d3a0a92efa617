using System.Numerics.Tensors;

namespace LatentSharp.Evidence;

/// <summary>An array held in memory as float32, as a trained model computes it, or as float64.</summary>
public sealed class MemoryArray : IEvidenceArray
{
    private readonly float[]? singles;
    private readonly double[]? doubles;

    /// <summary>Wraps float32 values, row-major; they are not copied.</summary>
    /// <exception cref="ArgumentException">The values do not make whole rows.</exception>
    public MemoryArray(string name, float[] values, int columns)
        : this(name, values?.Length ?? throw new ArgumentNullException(nameof(values)), columns) => singles = values;

    /// <summary>Wraps float64 values, row-major; they are not copied.</summary>
    /// <exception cref="ArgumentException">The values do not make whole rows.</exception>
    public MemoryArray(string name, double[] values, int columns)
        : this(name, values?.Length ?? throw new ArgumentNullException(nameof(values)), columns) => doubles = values;

    private MemoryArray(string name, int length, int columns)
    {
        if (columns < 1 || length % columns != 0)
            throw new ArgumentException($"{name}: {length} values do not make rows of {columns}.");
        (Name, Columns, Rows) = (name, columns, length / columns);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>Replaces rows of an array of float32 values.</summary>
    internal void Write(int firstRow, ReadOnlySpan<float> rows) => rows.CopyTo(singles.AsSpan(firstRow * Columns));

    /// <inheritdoc/>
    public void Read(long firstRow, Span<double> destination)
    {
        int start = checked((int)(firstRow * Columns));
        if (doubles is not null)
            doubles.AsSpan(start, destination.Length).CopyTo(destination);
        else
            TensorPrimitives.ConvertTruncating<float, double>(singles.AsSpan(start, destination.Length), destination);
    }
}
