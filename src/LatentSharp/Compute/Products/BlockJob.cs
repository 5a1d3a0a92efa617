using System.Numerics.Tensors;
using System.Runtime.Intrinsics.X86;
using LatentSharp.Compute.Threads;
using LatentSharp.Tensors;
using Tensor = LatentSharp.Tensors.Tensor;

namespace LatentSharp.Compute.Products;

/// <summary>
/// The blocks of a product C. A block is computed by one thread, panel by panel of columns, from a panel of B that this
/// thread packed. An element of C is the sum, in order, of its products over slices of the depth, however C is cut.
/// </summary>
internal unsafe struct BlockJob<TKernel, TEpilogue> : IShardedJob
    where TKernel : struct, IMicrokernel
    where TEpilogue : struct, IEpilogue
{
    // So many rows of A fit the second-level cache.
    private const int MostRows = 256;

    // More blocks than threads let the fast help the slow; fewer keep the next panel's source at hand.
    private const int BlocksPerThread = 4;

    private const int FloatsPerLine = 16;

    [ThreadStatic]
    private static Tensor? workspace;

    private readonly Matrix a, b, c;
    private readonly bool accumulate;
    private readonly TEpilogue epilogue;
    private readonly float* partial;
    private readonly int slices, depthPerSlice, down, rowsPerBlock, across, columnsPerBlock;

    /// <summary>Cuts C into blocks.</summary>
    /// <param name="a">[rows, depth]</param>
    /// <param name="b">[depth, columns]</param>
    /// <param name="c">[rows, columns]</param>
    /// <param name="accumulate">Whether C is added to.</param>
    /// <param name="epilogue">Applied to every block once it is whole.</param>
    /// <param name="threads">For how many threads there shall be blocks.</param>
    /// <param name="partial">
    /// Where not null, blocks hold one slice of the depth each, and so many matrices follow here as there are slices
    /// after the first, to be added to C in order.
    /// </param>
    public BlockJob(Matrix a, Matrix b, Matrix c, bool accumulate, TEpilogue epilogue, int threads, float* partial)
    {
        (this.a, this.b, this.c, this.accumulate, this.epilogue) = (a, b, c, accumulate, epilogue);
        this.partial = partial;
        var depths = new DepthSlices(a.Columns);
        (slices, depthPerSlice) = (depths.Count, depths.Length);
        rowsPerBlock = Whole(Parts(c.Rows, Math.Max(Parts(c.Rows, MostRows), 1)), TKernel.Rows);
        down = Parts(c.Rows, rowsPerBlock);
        int wanted =
            threads == 1 ? 1 : Parts(BlocksPerThread * threads, Math.Max(down, 1) * (partial is null ? 1 : slices));
        columnsPerBlock = Whole(Parts(c.Columns, wanted), TKernel.Columns);
        across = Parts(c.Columns, columnsPerBlock);
    }

    /// <summary>How many blocks there are.</summary>
    public readonly int Blocks => down * across * (partial is null ? 1 : slices);

    /// <inheritdoc/>
    public readonly void Run(int shard)
    {
        int slice = shard / (down * across),
            block = shard % (down * across);
        int firstRow = block / across * rowsPerBlock,
            endRow = Math.Min(firstRow + rowsPerBlock, c.Rows);
        int firstColumn = block % across * columnsPerBlock,
            endColumn = Math.Min(firstColumn + columnsPerBlock, c.Columns);
        if (partial is null)
        {
            for (slice = 0; slice < slices; slice++)
                Slice(slice, c, accumulate || slice > 0, firstRow, endRow, firstColumn, endColumn);
        }
        else if (slice == 0)
        {
            Slice(slice, c, accumulate, firstRow, endRow, firstColumn, endColumn);
        }
        else
        {
            var part = new Matrix(partial + (slice - 1) * (nint)c.Rows * c.Columns, c.Rows, c.Columns, c.Columns, 1);
            Slice(slice, part, false, firstRow, endRow, firstColumn, endColumn);
        }
    }

    private static int Parts(int extent, int width) => (extent + width - 1) / width;

    private static int Whole(int extent, int width) => Math.Max(Parts(extent, width), 1) * width;

    private readonly void Slice(
        int slice,
        in Matrix target,
        bool add,
        int firstRow,
        int endRow,
        int firstColumn,
        int endColumn)
    {
        workspace ??= new Tensor(new Shape((TKernel.Columns + TKernel.Rows) * DepthSlices.Most));
        float* panel = workspace.Pointer, lastRows = panel + TKernel.Columns * DepthSlices.Most;
        int k = slice * depthPerSlice, depth = Math.Min(depthPerSlice, a.Columns - k);
        bool whole = partial is null && slice == slices - 1;
        for (int column = firstColumn; column < endColumn; column += TKernel.Columns)
        {
            Packing.Pack(b.Transposed, column, k, TKernel.Columns, depth, panel);
            for (int row = firstRow; row < endRow; row += TKernel.Rows)
            {
                Multiply(Rows(row, k, depth, lastRows), panel, target, row, column, depth, add);
                Prefetch(column + TKernel.Columns, endColumn, k, depth, row - firstRow, endRow - firstRow);
            }

            if (whole)
                epilogue.Apply(
                    c.Data + (nint)firstRow * c.RowStride + column,
                    c.RowStride,
                    endRow - firstRow,
                    column,
                    Math.Min(TKernel.Columns, endColumn - column));
        }

        GC.KeepAlive(workspace);
    }

    // The kernel always reads whole panels: where A ends within one, its rows are copied aside and padded with zeros.
    private readonly Matrix Rows(int row, int k, int depth, float* aside)
    {
        if (row + TKernel.Rows <= a.Rows)
            return new Matrix(
                a.Data + (nint)row * a.RowStride + (nint)k * a.ColumnStride,
                TKernel.Rows,
                depth,
                a.RowStride,
                a.ColumnStride);
        Packing.Pack(a, row, k, TKernel.Rows, depth, aside);
        return new Matrix(aside, TKernel.Rows, depth, 1, TKernel.Rows);
    }

    private static void Multiply(
        in Matrix rows,
        float* panel,
        in Matrix target,
        int row,
        int column,
        int depth,
        bool add)
    {
        int height = Math.Min(TKernel.Rows, target.Rows - row),
            width = Math.Min(TKernel.Columns, target.Columns - column);
        float* to = target.Data + (nint)row * target.RowStride + column;
        if (height == TKernel.Rows && width == TKernel.Columns)
        {
            TKernel.Multiply(depth, rows.Data, rows.RowStride, rows.ColumnStride, panel, to, target.RowStride, add);
            return;
        }

        // At the edges the kernel writes a whole block aside, and the part inside C is kept.
        float* block = stackalloc float[TKernel.Rows * TKernel.Columns];
        TKernel.Multiply(
            depth,
            rows.Data,
            rows.RowStride,
            rows.ColumnStride,
            panel,
            block,
            TKernel.Columns,
            accumulate: false);
        for (int r = 0; r < height; r++)
        {
            var kept = new ReadOnlySpan<float>(block + r * TKernel.Columns, width);
            var inside = new Span<float>(to + r * (nint)target.RowStride, width);
            if (add)
                TensorPrimitives.Add(inside, kept, inside);
            else
                kept.CopyTo(inside);
        }
    }

    // The source of the next panel is fetched while this one is multiplied: a part of it after every call of the
    // kernel.
    private readonly void Prefetch(int column, int endColumn, int k, int depth, int done, int rows)
    {
        if (!Sse.IsSupported || column >= endColumn)
            return;
        // The source lies in lines along one of B's axes: so many of them, so long, so far apart.
        int width = Math.Min(TKernel.Columns, c.Columns - column);
        (int lines, int length, nint step) =
            b.ColumnStride == 1 ? (depth, width, (nint)b.RowStride) : (width, depth, b.ColumnStride);
        float* source = b.Data + (nint)k * b.RowStride + (nint)column * b.ColumnStride;
        int end = (int)((long)lines * Math.Min(done + TKernel.Rows, rows) / rows);
        for (int i = (int)((long)lines * done / rows); i < end; i++)
        {
            for (int j = 0; j < length; j += FloatsPerLine)
                Sse.Prefetch1(source + i * step + j);
        }
    }
}
