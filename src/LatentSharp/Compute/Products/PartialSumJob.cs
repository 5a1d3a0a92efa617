using LatentSharp.Compute.Threads;

namespace LatentSharp.Compute.Products;

/// <summary>
/// Adds to a product, in order, the slices of its depth that were computed apart, and applies the epilogue.
/// </summary>
internal readonly unsafe struct PartialSumJob<TEpilogue>(Matrix c, float* partial, int slices, TEpilogue epilogue)
    : IShardedJob
    where TEpilogue : struct, IEpilogue
{
    // Strips of whole cache lines.
    private const int ColumnsPerStrip = 64;

    /// <summary>How many strips of columns there are.</summary>
    public int Strips => (c.Columns + ColumnsPerStrip - 1) / ColumnsPerStrip;

    /// <inheritdoc/>
    public void Run(int strip)
    {
        int column = strip * ColumnsPerStrip, count = Math.Min(ColumnsPerStrip, c.Columns - column);
        for (int row = 0; row < c.Rows; row++)
        {
            var sum = new Span<float>(c.Data + (nint)row * c.RowStride + column, count);
            for (int slice = 0; slice < slices; slice++)
            {
                var part = new ReadOnlySpan<float>(partial + ((nint)slice * c.Rows + row) * c.Columns + column, count);
                for (int i = 0; i < count; i += Vectors.Width)
                    Vectors.Add(sum, i, Vectors.Load(part, i));
            }
        }

        epilogue.Apply(c.Data + column, c.RowStride, c.Rows, column, count);
    }
}
