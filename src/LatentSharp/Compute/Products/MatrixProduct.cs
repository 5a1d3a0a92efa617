using System.Runtime.Intrinsics.X86;
using LatentSharp.Tensors;

namespace LatentSharp.Compute.Products;

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
/// C = A B or C += A B in float32. C is cut into blocks; whoever computes a block packs the columns of B it needs and
/// reads A in place (after Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication", who pack
/// both: here A is the smaller operand, and a panel packed by another core would cost more to fetch than to pack).
/// .NET has no matrix product; <c>ProductBenchmarks</c> compares this one with OpenBLAS.
/// </summary>
internal static unsafe class MatrixProduct
{
    // Below this many multiplications, some tens of microseconds, waking another thread costs more than it saves.
    private const long SmallWork = 1 << 21;

    /// <summary>The fastest path of this processor.</summary>
    public static InstructionPath BestPath { get; } =
        Avx512F.IsSupported ? InstructionPath.Avx512
        : Avx2.IsSupported && Fma.IsSupported ? InstructionPath.Avx2
        : InstructionPath.Portable;

    [ThreadStatic]
    private static Tensor? workspace;

    /// <summary>Multiplies on the fastest path.</summary>
    /// <param name="a">[rows, depth]</param>
    /// <param name="b">[depth, columns]</param>
    /// <param name="c">[rows, columns], its columns side by side.</param>
    /// <param name="accumulate">Whether C is added to rather than overwritten.</param>
    /// <param name="device">The threads that share the blocks; the result does not depend on their number.</param>
    /// <param name="shareDepth">
    /// Whether threads share out the rows of B rather than its columns. A weight's rows belong to threads: one that
    /// read others' rows here would make the optimizer's writes to them several times slower.
    /// </param>
    public static void Multiply(
        Matrix a,
        Matrix b,
        Matrix c,
        bool accumulate,
        Device device,
        bool shareDepth = false) => Multiply(a, b, c, accumulate, default(NoEpilogue), device, BestPath, shareDepth);

    /// <summary>Multiplies on the fastest path and applies an epilogue to every block.</summary>
    public static void Multiply<TEpilogue>(
        Matrix a,
        Matrix b,
        Matrix c,
        bool accumulate,
        TEpilogue epilogue,
        Device device)
        where TEpilogue : struct, IEpilogue => Multiply(a, b, c, accumulate, epilogue, device, BestPath);

    /// <summary>Multiplies on a given path, which the processor must support.</summary>
    public static void Multiply<TEpilogue>(
        Matrix a,
        Matrix b,
        Matrix c,
        bool accumulate,
        TEpilogue epilogue,
        Device device,
        InstructionPath path,
        bool shareDepth = false)
        where TEpilogue : struct, IEpilogue
    {
        if (FewRows.Is(a, b, c))
        {
            FewRows.Multiply(a, b, c, accumulate);
            epilogue.Apply(c.Data, c.RowStride, c.Rows, column: 0, c.Columns);
            return;
        }

        switch (path)
        {
            case InstructionPath.Avx512 when c.Columns <= NarrowMicrokernel512.Columns:
                Run<NarrowMicrokernel512, TEpilogue>(a, b, c, accumulate, epilogue, device, shareDepth);
                break;
            case InstructionPath.Avx512:
                Run<Microkernel512, TEpilogue>(a, b, c, accumulate, epilogue, device, shareDepth);
                break;
            case InstructionPath.Avx2:
                Run<Microkernel256, TEpilogue>(a, b, c, accumulate, epilogue, device, shareDepth);
                break;
            default:
                Run<MicrokernelPortable, TEpilogue>(a, b, c, accumulate, epilogue, device, shareDepth);
                break;
        }
    }

    private static void Run<TKernel, TEpilogue>(
        Matrix a, Matrix b, Matrix c, bool accumulate, TEpilogue epilogue, Device device, bool shareDepth)
        where TKernel : struct, IMicrokernel
        where TEpilogue : struct, IEpilogue
    {
        bool small = (long)c.Rows * c.Columns * a.Columns < SmallWork;
        int threads = small ? 1 : device.Threads, slices = new DepthSlices(a.Columns).Count;
        // Sums that are written apart and added have to be fewer than the elements of B whose sharing they avoid.
        bool apart = shareDepth && threads > 1 && slices > 1 && 2L * (slices - 1) * c.Rows <= a.Columns;
        float* partial = apart ? Workspace((slices - 1) * (long)c.Rows * c.Columns) : null;
        var job = new BlockJob<TKernel, TEpilogue>(a, b, c, accumulate, epilogue, threads, partial);
        device.Run(ref job, job.Blocks, small);
        if (partial is not null)
        {
            var sum = new PartialSumJob<TEpilogue>(c, partial, slices - 1, epilogue);
            device.Run(ref sum, sum.Strips);
        }
    }

    private static float* Workspace(long length)
    {
        if (workspace is null || workspace.Shape.Length < length)
            workspace = new Tensor(new Shape(checked((int)length)));
        return workspace.Pointer;
    }
}
