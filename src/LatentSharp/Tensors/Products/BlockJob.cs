using LatentSharp.Tensors.Threads;

namespace LatentSharp.Tensors.Products;

/// <summary>The blocks of a product C. A block is computed by one thread, from columns of B that this thread packed.</summary>
internal unsafe struct BlockJob<TKernel, TEpilogue> : IShardedJob
    where TKernel : struct, IMicrokernel
    where TEpilogue : struct, IEpilogue
{
    // A slice of A of this depth stays in the first-level cache, the packed columns of B in the second.
    private const int MostDepth = 512, MostColumns = 128, MostRows = 256;

    [ThreadStatic]
    private static Tensor? workspace;

    private readonly Matrix a, b, c;
    private readonly bool accumulate;
    private readonly TEpilogue epilogue;
    private readonly int rowsPerBlock, columnsPerBlock;

    public BlockJob(Matrix a, Matrix b, Matrix c, bool accumulate, TEpilogue epilogue)
    {
        (this.a, this.b, this.c, this.accumulate, this.epilogue) = (a, b, c, accumulate, epilogue);
        rowsPerBlock = Balanced(c.Rows, TKernel.Rows, MostRows);
        columnsPerBlock = Balanced(c.Columns, TKernel.Columns, MostColumns);
    }

    /// <summary>How many blocks there are.</summary>
    public readonly int Blocks => Parts(c.Rows, rowsPerBlock) * Parts(c.Columns, columnsPerBlock);

    /// <inheritdoc/>
    public readonly void Run(int shard)
    {
        int across = Parts(c.Columns, columnsPerBlock);
        int firstRow = shard / across * rowsPerBlock, endRow = Math.Min(firstRow + rowsPerBlock, c.Rows);
        int firstColumn = shard % across * columnsPerBlock, endColumn = Math.Min(firstColumn + columnsPerBlock, c.Columns);
        workspace ??= new Tensor(new Shape((MostColumns + TKernel.Columns + TKernel.Rows) * MostDepth));
        float* packed = workspace.Pointer, lastRows = packed + (MostColumns + TKernel.Columns) * MostDepth;
        int k = 0;
        do
        {
            int depth = Math.Min(MostDepth, a.Columns - k);
            for (int column = firstColumn; column < endColumn; column += TKernel.Columns)
                Packing.Pack(b.Transposed, column, k, TKernel.Columns, depth, packed + (column - firstColumn) * (nint)depth);
            for (int row = firstRow; row < endRow; row += TKernel.Rows)
            {
                Matrix rows = Rows(row, k, depth, lastRows);
                for (int column = firstColumn; column < endColumn; column += TKernel.Columns)
                    Multiply(rows, packed + (column - firstColumn) * (nint)depth, row, column, depth, accumulate || k > 0);
                if (k + depth == a.Columns)
                    Finish(row, Math.Min(row + TKernel.Rows, endRow), firstColumn, endColumn);
            }

            k += depth;
        }
        while (k < a.Columns);
        GC.KeepAlive(workspace);
    }

    private static int Parts(int extent, int width) => (extent + width - 1) / width;

    // Blocks of nearly equal extent, so that threads finish together.
    private static int Balanced(int extent, int width, int most)
    {
        int panels = Math.Max(Parts(extent, width), 1), blocks = Parts(panels, Math.Max(most / width, 1));
        return Parts(panels, blocks) * width;
    }

    // The kernel always reads whole panels: where A ends within one, its rows are copied aside and padded with zeros.
    private readonly Matrix Rows(int row, int k, int depth, float* aside)
    {
        if (row + TKernel.Rows <= a.Rows)
            return new Matrix(a.Data + (nint)row * a.RowStride + (nint)k * a.ColumnStride, TKernel.Rows, depth, a.RowStride, a.ColumnStride);
        Packing.Pack(a, row, k, TKernel.Rows, depth, aside);
        return new Matrix(aside, TKernel.Rows, depth, 1, TKernel.Rows);
    }

    private readonly void Multiply(in Matrix rows, float* panel, int row, int column, int depth, bool add)
    {
        int height = Math.Min(TKernel.Rows, c.Rows - row), width = Math.Min(TKernel.Columns, c.Columns - column);
        float* to = c.Data + (nint)row * c.RowStride + column;
        if (height == TKernel.Rows && width == TKernel.Columns)
        {
            TKernel.Multiply(depth, rows.Data, rows.RowStride, rows.ColumnStride, panel, to, c.RowStride, add);
            return;
        }

        // At the edges the kernel works on a whole block aside, and the part inside C is kept.
        float* whole = stackalloc float[TKernel.Rows * TKernel.Columns];
        for (int r = 0; add && r < height; r++)
            new ReadOnlySpan<float>(to + r * (nint)c.RowStride, width).CopyTo(new Span<float>(whole + r * TKernel.Columns, width));
        TKernel.Multiply(depth, rows.Data, rows.RowStride, rows.ColumnStride, panel, whole, TKernel.Columns, add);
        for (int r = 0; r < height; r++)
            new ReadOnlySpan<float>(whole + r * TKernel.Columns, width).CopyTo(new Span<float>(to + r * (nint)c.RowStride, width));
    }

    private readonly void Finish(int row, int endRow, int column, int endColumn)
    {
        for (; row < endRow; row++)
            epilogue.Apply(c.Data + (nint)row * c.RowStride + column, column, endColumn - column);
    }
}
