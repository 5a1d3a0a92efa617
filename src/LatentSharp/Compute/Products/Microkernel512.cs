using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LatentSharp.Compute.Products;

/// <summary>
/// 8 x 32 in sixteen of AVX-512's registers: two loads of B serve eight rows, and sixteen chains hide the latency of a
/// multiply-add. <c>products</c> of the benchmark project times it.
/// </summary>
internal readonly unsafe struct Microkernel512 : IMicrokernel
{
    /// <inheritdoc/>
    public static int Rows => 8;

    /// <inheritdoc/>
    public static int Columns => 2 * Vector512<float>.Count;

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
        Vector512<float> c00 = Vector512<float>.Zero, c01 = c00;
        Vector512<float> c10 = c00, c11 = c00;
        Vector512<float> c20 = c00, c21 = c00;
        Vector512<float> c30 = c00, c31 = c00;
        Vector512<float> c40 = c00, c41 = c00;
        Vector512<float> c50 = c00, c51 = c00;
        Vector512<float> c60 = c00, c61 = c00;
        Vector512<float> c70 = c00, c71 = c00;
        // Three rows share an address: the third is as far as one indexed access reaches.
        float* a0 = a, a3 = a0 + 3 * aRow, a6 = a3 + 3 * aRow;
        for (int k = 0; k < depth; k++)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + Vector512<float>.Count), x;
            x = Vector512.Create(*a0);
            c00 = Avx512F.FusedMultiplyAdd(x, b0, c00);
            c01 = Avx512F.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(a0[aRow]);
            c10 = Avx512F.FusedMultiplyAdd(x, b0, c10);
            c11 = Avx512F.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(a0[2 * aRow]);
            c20 = Avx512F.FusedMultiplyAdd(x, b0, c20);
            c21 = Avx512F.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(*a3);
            c30 = Avx512F.FusedMultiplyAdd(x, b0, c30);
            c31 = Avx512F.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(a3[aRow]);
            c40 = Avx512F.FusedMultiplyAdd(x, b0, c40);
            c41 = Avx512F.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(a3[2 * aRow]);
            c50 = Avx512F.FusedMultiplyAdd(x, b0, c50);
            c51 = Avx512F.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(*a6);
            c60 = Avx512F.FusedMultiplyAdd(x, b0, c60);
            c61 = Avx512F.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(a6[aRow]);
            c70 = Avx512F.FusedMultiplyAdd(x, b0, c70);
            c71 = Avx512F.FusedMultiplyAdd(x, b1, c71);
            a0 += aColumn;
            a3 += aColumn;
            a6 += aColumn;
            b += 2 * Vector512<float>.Count;
        }

        Store(c00, c01, c, accumulate);
        Store(c10, c11, c + cRow, accumulate);
        Store(c20, c21, c + 2 * cRow, accumulate);
        Store(c30, c31, c + 3 * cRow, accumulate);
        Store(c40, c41, c + 4 * cRow, accumulate);
        Store(c50, c51, c + 5 * cRow, accumulate);
        Store(c60, c61, c + 6 * cRow, accumulate);
        Store(c70, c71, c + 7 * cRow, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> left, Vector512<float> right, float* to, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector512.Load(to);
            right += Vector512.Load(to + Vector512<float>.Count);
        }

        left.Store(to);
        right.Store(to + Vector512<float>.Count);
    }
}
