using System.Runtime.InteropServices;
using LatentSharp.Compute.Products;

namespace LatentSharp.Benchmarks;

/// <summary>OpenBLAS, where the system has it: the matrix product that ours is compared with.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, AsIs = 111, Transposed = 112;

    /// <summary>Whether the library was found.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Sets how many threads a product uses.</summary>
    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    public static partial void SetThreads(int threads);

    /// <summary>C = A B, where one stride of A and of B is 1 and C's columns stand side by side.</summary>
    public static void Multiply(Matrix a, Matrix b, Matrix c) =>
        SingleGeneral(
            RowMajor, Form(a), Form(b), c.Rows, c.Columns, a.Columns,
            1f, a.Data, Math.Max(a.RowStride, a.ColumnStride), b.Data, Math.Max(b.RowStride, b.ColumnStride),
            0f, c.Data, c.RowStride);

    private static int Form(Matrix matrix) => matrix.ColumnStride == 1 ? AsIs : Transposed;

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void SingleGeneral(
        int order, int formA, int formB, int rows, int columns, int depth,
        float alpha, float* a, int strideA, float* b, int strideB, float beta, float* c, int strideC);
}
