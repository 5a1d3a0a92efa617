using LatentSharp.Tensors;

namespace LatentSharp.Compute.Products;

/// <summary>
/// A view of a matrix by strides; a transposition swaps them, and neither it nor a range of columns copies anything.
/// </summary>
internal readonly unsafe struct Matrix(float* data, int rows, int columns, int rowStride, int columnStride)
{
    /// <summary>The address of element (0, 0).</summary>
    public float* Data { get; } = data;

    /// <summary>The number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>The number of columns.</summary>
    public int Columns { get; } = columns;

    /// <summary>Elements from one row to the next.</summary>
    public int RowStride { get; } = rowStride;

    /// <summary>Elements from one column to the next.</summary>
    public int ColumnStride { get; } = columnStride;

    /// <summary>The same elements with rows and columns exchanged.</summary>
    public Matrix Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The columns <paramref name="start"/> to + <paramref name="count"/>.</summary>
    public Matrix ColumnRange(int start, int count) =>
        new(Data + (nint)start * ColumnStride, Rows, count, RowStride, ColumnStride);

    /// <summary>The first <paramref name="count"/> rows.</summary>
    public Matrix FirstRows(int count) => new(Data, count, Columns, RowStride, ColumnStride);

    /// <summary>A tensor of any rank as a matrix: its innermost axis makes the columns.</summary>
    public static Matrix Of(Tensor tensor) =>
        new(tensor.Pointer, tensor.Shape.Rows, tensor.Shape.Last, tensor.Shape.Last, 1);
}
