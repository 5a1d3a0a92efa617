using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LatentSharp.Compute.Products;

/// <summary>
/// 6 x 16 in twelve of AVX2's sixteen registers: twelve chains hide the latency of a multiply-add, and three registers
/// are left for A and B. <c>products</c> of the benchmark project times it where there is no AVX-512.
/// </summary>
internal readonly unsafe struct Microkernel256 : IMicrokernel
{
    /// <inheritdoc/>
    public static int Rows => 6;

    /// <inheritdoc/>
    public static int Columns => 2 * Vector256<float>.Count;

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
        Vector256<float> c00 = Vector256<float>.Zero, c01 = c00;
        Vector256<float> c10 = c00, c11 = c00;
        Vector256<float> c20 = c00, c21 = c00;
        Vector256<float> c30 = c00, c31 = c00;
        Vector256<float> c40 = c00, c41 = c00;
        Vector256<float> c50 = c00, c51 = c00;
        // Three rows share an address: the third is as far as one indexed access reaches.
        float* a0 = a, a3 = a0 + 3 * aRow;
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + Vector256<float>.Count), x;
            x = Vector256.Create(*a0);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Vector256.Create(a0[aRow]);
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Vector256.Create(a0[2 * aRow]);
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Vector256.Create(*a3);
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            x = Vector256.Create(a3[aRow]);
            c40 = Fma.MultiplyAdd(x, b0, c40);
            c41 = Fma.MultiplyAdd(x, b1, c41);
            x = Vector256.Create(a3[2 * aRow]);
            c50 = Fma.MultiplyAdd(x, b0, c50);
            c51 = Fma.MultiplyAdd(x, b1, c51);
            a0 += aColumn;
            a3 += aColumn;
            b += 2 * Vector256<float>.Count;
        }

        Store(c00, c01, c, accumulate);
        Store(c10, c11, c + cRow, accumulate);
        Store(c20, c21, c + 2 * cRow, accumulate);
        Store(c30, c31, c + 3 * cRow, accumulate);
        Store(c40, c41, c + 4 * cRow, accumulate);
        Store(c50, c51, c + 5 * cRow, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> left, Vector256<float> right, float* to, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector256.Load(to);
            right += Vector256.Load(to + Vector256<float>.Count);
        }

        left.Store(to);
        right.Store(to + Vector256<float>.Count);
    }
}
