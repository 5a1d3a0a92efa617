using System.Runtime.Intrinsics.X86;
using LatentSharp.Tensors.Threads;

namespace LatentSharp.Tensors.Products;

/// <summary>Which instructions a matrix product uses.</summary>
internal enum InstructionPath
{
    /// <summary>128-bit vectors, available everywhere.</summary>
    Portable,

    /// <summary>AVX2 with fused multiply-add.</summary>
    Avx2,

    /// <summary>AVX-512 Foundation.</summary>
    Avx512,
}

/// <summary>
/// C = A B or C += A B in float32. Both operands are packed once into panels, then tiles of C are computed by a
/// microkernel (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"). Tiles are shared
/// among threads; each element of C is summed in one order, so the result does not depend on how many there are.
/// </summary>
internal static unsafe class MatrixProduct
{
    // A panel of B of this depth stays in the first-level cache. All paths share it: it fixes the order of summation.
    private const int DepthBlock = 256;
    private const int MostTileRows = 96, MostTileColumns = 256;
    // Below this many multiplications, some tens of microseconds, waking another thread costs more than it saves.
    private const long SmallWork = 1 << 21;

    [ThreadStatic]
    private static Tensor? workspace;

    /// <summary>The fastest path of this processor.</summary>
    public static InstructionPath BestPath { get; } =
        Avx512F.IsSupported ? InstructionPath.Avx512 : Avx2.IsSupported && Fma.IsSupported ? InstructionPath.Avx2 : InstructionPath.Portable;

    /// <summary>Multiplies on the fastest path.</summary>
    /// <param name="a">[rows, depth]</param>
    /// <param name="b">[depth, columns]</param>
    /// <param name="c">[rows, columns], row-major and contiguous.</param>
    /// <param name="accumulate">Whether C is added to rather than overwritten.</param>
    /// <param name="pool">The threads that share the tiles.</param>
    public static void Multiply(Matrix a, Matrix b, float* c, bool accumulate, WorkerPool pool) =>
        Multiply(a, b, c, accumulate, pool, BestPath);

    /// <summary>Multiplies on a given path, which the processor must support.</summary>
    public static void Multiply(Matrix a, Matrix b, float* c, bool accumulate, WorkerPool pool, InstructionPath path)
    {
        if (a.Rows == 0 || b.Columns == 0)
            return;
        if (a.Columns == 0)
        {
            if (!accumulate)
                new Span<float>(c, a.Rows * b.Columns).Clear();
            return;
        }

        switch (path)
        {
            case InstructionPath.Avx512:
                Multiply<Microkernel512>(a, b, c, accumulate, pool);
                break;
            case InstructionPath.Avx2:
                Multiply<Microkernel256>(a, b, c, accumulate, pool);
                break;
            default:
                Multiply<MicrokernelPortable>(a, b, c, accumulate, pool);
                break;
        }
    }

    private static void Multiply<TKernel>(Matrix a, Matrix b, float* c, bool accumulate, WorkerPool pool)
        where TKernel : struct, IMicrokernel
    {
        int rowPanels = Panels(a.Rows, TKernel.Rows), columnPanels = Panels(b.Columns, TKernel.Columns);
        long packedA = (long)rowPanels * TKernel.Rows * a.Columns, packedB = (long)columnPanels * TKernel.Columns * a.Columns;
        if (workspace is null || workspace.Shape.Length < packedA + packedB)
            workspace = new Tensor(new Shape(checked((int)(packedA + packedB))));
        Tensor packed = workspace;

        var packing = new PackingJob<TKernel> { A = a, B = b.Transposed, PackedA = packed.Pointer, PackedB = packed.Pointer + packedA, RowPanels = rowPanels, ColumnPanels = columnPanels };
        var tiles = new TileJob<TKernel>
        {
            Depth = a.Columns,
            Rows = a.Rows,
            Columns = b.Columns,
            PackedA = packed.Pointer,
            PackedB = packed.Pointer + packedA,
            C = c,
            Accumulate = accumulate,
        };
        bool small = (long)a.Rows * b.Columns * a.Columns < SmallWork;
        pool.Run(ref packing, rowPanels + columnPanels, small);
        pool.Run(ref tiles, tiles.RowTiles * tiles.ColumnTiles, small);
        GC.KeepAlive(packed);
    }

    private static int Panels(int extent, int width) => (extent + width - 1) / width;

    private struct PackingJob<TKernel> : IShardedJob
        where TKernel : struct, IMicrokernel
    {
        public Matrix A, B;
        public float* PackedA, PackedB;
        public int RowPanels, ColumnPanels;

        public readonly void Run(int shard)
        {
            if (shard < RowPanels)
                Pack(A, shard, RowPanels, TKernel.Rows, PackedA);
            else
                Pack(B, shard - RowPanels, ColumnPanels, TKernel.Columns, PackedB);
        }

        // Blocks of DepthBlock columns lie one after another, each holding all panels.
        private static void Pack(in Matrix source, int panel, int panels, int width, float* packed)
        {
            for (int k = 0; k < source.Columns; k += DepthBlock)
            {
                int depth = Math.Min(DepthBlock, source.Columns - k);
                float* to = packed + (nint)k * panels * width + (nint)panel * width * depth;
                Packing.Pack(source, panel * width, k, width, depth, to);
            }
        }
    }

    private struct TileJob<TKernel> : IShardedJob
        where TKernel : struct, IMicrokernel
    {
        public int Depth, Rows, Columns;
        public float* PackedA, PackedB, C;
        public bool Accumulate;

        public readonly int RowTiles => Panels(Rows, RowsPerTile);

        public readonly int ColumnTiles => Panels(Columns, ColumnsPerTile);

        private readonly int RowsPerTile => Balanced(Rows, TKernel.Rows, MostTileRows);

        private readonly int ColumnsPerTile => Balanced(Columns, TKernel.Columns, MostTileColumns);

        public readonly void Run(int shard)
        {
            int firstRow = shard / ColumnTiles * RowsPerTile, lastRow = Math.Min(firstRow + RowsPerTile, Rows);
            int firstColumn = shard % ColumnTiles * ColumnsPerTile, lastColumn = Math.Min(firstColumn + ColumnsPerTile, Columns);
            int paddedRows = Panels(Rows, TKernel.Rows) * TKernel.Rows, paddedColumns = Panels(Columns, TKernel.Columns) * TKernel.Columns;
            for (int k = 0; k < Depth; k += DepthBlock)
            {
                int depth = Math.Min(DepthBlock, Depth - k);
                float* a = PackedA + (nint)k * paddedRows, b = PackedB + (nint)k * paddedColumns;
                for (int column = firstColumn; column < lastColumn; column += TKernel.Columns)
                {
                    for (int row = firstRow; row < lastRow; row += TKernel.Rows)
                        Panel(depth, a + (nint)row * depth, b + (nint)column * depth, row, column, Accumulate || k > 0);
                }
            }
        }

        // Tiles of nearly equal extent, so that threads finish together.
        private static int Balanced(int extent, int width, int most)
        {
            int panels = Panels(extent, width), tiles = Panels(panels, Math.Max(most / width, 1));
            return Panels(panels, tiles) * width;
        }

        private readonly void Panel(int depth, float* a, float* b, int row, int column, bool accumulate)
        {
            int rows = Math.Min(TKernel.Rows, Rows - row), columns = Math.Min(TKernel.Columns, Columns - column);
            float* c = C + (nint)row * Columns + column;
            if (rows == TKernel.Rows && columns == TKernel.Columns)
            {
                TKernel.Multiply(depth, a, b, c, Columns, accumulate);
                return;
            }

            // At the edges the kernel writes a whole block aside, and the part inside C is kept.
            float* whole = stackalloc float[TKernel.Rows * TKernel.Columns];
            TKernel.Multiply(depth, a, b, whole, TKernel.Columns, accumulate: false);
            for (int r = 0; r < rows; r++)
            {
                var kept = new ReadOnlySpan<float>(whole + r * TKernel.Columns, columns);
                var target = new Span<float>(c + r * (nint)Columns, columns);
                if (accumulate)
                    System.Numerics.Tensors.TensorPrimitives.Add(target, kept, target);
                else
                    kept.CopyTo(target);
            }
        }
    }
}
