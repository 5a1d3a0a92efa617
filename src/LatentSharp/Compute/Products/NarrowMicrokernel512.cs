using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LatentSharp.Compute.Products;

/// <summary>
/// 8 x 16 in eight of AVX-512's registers, for results no wider than one of them: heads and latents of a few
/// dimensions, where half of the wider kernel's work would be thrown away. <c>products</c> of the benchmark project
/// times it.
/// </summary>
internal readonly unsafe struct NarrowMicrokernel512 : IMicrokernel
{
    /// <inheritdoc/>
    public static int Rows => 8;

    /// <inheritdoc/>
    public static int Columns => Vector512<float>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        int depth,
        float* a,
        nint aRow,
        nint aColumn,
        float* b,
        float* c,
        nint cRow,
        bool accumulate)
    {
        Vector512<float> c0 = Vector512<float>.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        // Three rows share an address: the third is as far as one indexed access reaches.
        float* a0 = a, a3 = a0 + 3 * aRow, a6 = a3 + 3 * aRow;
        for (int k = 0; k < depth; k++)
        {
            var x = Vector512.Load(b);
            c0 = Avx512F.FusedMultiplyAdd(Vector512.Create(*a0), x, c0);
            c1 = Avx512F.FusedMultiplyAdd(Vector512.Create(a0[aRow]), x, c1);
            c2 = Avx512F.FusedMultiplyAdd(Vector512.Create(a0[2 * aRow]), x, c2);
            c3 = Avx512F.FusedMultiplyAdd(Vector512.Create(*a3), x, c3);
            c4 = Avx512F.FusedMultiplyAdd(Vector512.Create(a3[aRow]), x, c4);
            c5 = Avx512F.FusedMultiplyAdd(Vector512.Create(a3[2 * aRow]), x, c5);
            c6 = Avx512F.FusedMultiplyAdd(Vector512.Create(*a6), x, c6);
            c7 = Avx512F.FusedMultiplyAdd(Vector512.Create(a6[aRow]), x, c7);
            a0 += aColumn;
            a3 += aColumn;
            a6 += aColumn;
            b += Vector512<float>.Count;
        }

        Store(c0, c, accumulate);
        Store(c1, c + cRow, accumulate);
        Store(c2, c + 2 * cRow, accumulate);
        Store(c3, c + 3 * cRow, accumulate);
        Store(c4, c + 4 * cRow, accumulate);
        Store(c5, c + 5 * cRow, accumulate);
        Store(c6, c + 6 * cRow, accumulate);
        Store(c7, c + 7 * cRow, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> value, float* to, bool accumulate) =>
        (accumulate ? value + Vector512.Load(to) : value).Store(to);
}
