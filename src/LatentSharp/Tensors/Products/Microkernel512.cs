using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LatentSharp.Tensors.Products;

/// <summary>8 x 32 in sixteen of AVX-512's registers.</summary>
internal readonly unsafe struct Microkernel512 : IMicrokernel
{
    /// <inheritdoc/>
    public static int Rows => 8;

    /// <inheritdoc/>
    public static int Columns => 2 * Vector512<float>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int depth, float* a, float* b, float* c, int stride, bool accumulate)
    {
        Vector512<float> c00 = Vector512<float>.Zero, c01 = c00;
        Vector512<float> c10 = Vector512<float>.Zero, c11 = c10;
        Vector512<float> c20 = Vector512<float>.Zero, c21 = c20;
        Vector512<float> c30 = Vector512<float>.Zero, c31 = c30;
        Vector512<float> c40 = Vector512<float>.Zero, c41 = c40;
        Vector512<float> c50 = Vector512<float>.Zero, c51 = c50;
        Vector512<float> c60 = Vector512<float>.Zero, c61 = c60;
        Vector512<float> c70 = Vector512<float>.Zero, c71 = c70;
        for (int k = 0; k < depth; k++, a += 8, b += 2 * Vector512<float>.Count)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + Vector512<float>.Count), x;
            x = Vector512.Create(a[0]);
            c00 = Avx512F.FusedMultiplyAdd(x, b0, c00);
            c01 = Avx512F.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[1]);
            c10 = Avx512F.FusedMultiplyAdd(x, b0, c10);
            c11 = Avx512F.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[2]);
            c20 = Avx512F.FusedMultiplyAdd(x, b0, c20);
            c21 = Avx512F.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(a[3]);
            c30 = Avx512F.FusedMultiplyAdd(x, b0, c30);
            c31 = Avx512F.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(a[4]);
            c40 = Avx512F.FusedMultiplyAdd(x, b0, c40);
            c41 = Avx512F.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(a[5]);
            c50 = Avx512F.FusedMultiplyAdd(x, b0, c50);
            c51 = Avx512F.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(a[6]);
            c60 = Avx512F.FusedMultiplyAdd(x, b0, c60);
            c61 = Avx512F.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(a[7]);
            c70 = Avx512F.FusedMultiplyAdd(x, b0, c70);
            c71 = Avx512F.FusedMultiplyAdd(x, b1, c71);
        }

        Store(c00, c01, c, accumulate);
        Store(c10, c11, c + stride, accumulate);
        Store(c20, c21, c + 2 * (nint)stride, accumulate);
        Store(c30, c31, c + 3 * (nint)stride, accumulate);
        Store(c40, c41, c + 4 * (nint)stride, accumulate);
        Store(c50, c51, c + 5 * (nint)stride, accumulate);
        Store(c60, c61, c + 6 * (nint)stride, accumulate);
        Store(c70, c71, c + 7 * (nint)stride, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> left, Vector512<float> right, float* c, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + Vector512<float>.Count);
        }

        left.Store(c);
        right.Store(c + Vector512<float>.Count);
    }
}
