using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LatentSharp.Tensors.Products;

/// <summary>6 x 16 in twelve of AVX2's sixteen registers.</summary>
internal readonly unsafe struct Microkernel256 : IMicrokernel
{
    /// <inheritdoc/>
    public static int Rows => 6;

    /// <inheritdoc/>
    public static int Columns => 2 * Vector256<float>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int depth, float* a, float* b, float* c, int stride, bool accumulate)
    {
        Vector256<float> c00 = Vector256<float>.Zero, c01 = c00;
        Vector256<float> c10 = Vector256<float>.Zero, c11 = c10;
        Vector256<float> c20 = Vector256<float>.Zero, c21 = c20;
        Vector256<float> c30 = Vector256<float>.Zero, c31 = c30;
        Vector256<float> c40 = Vector256<float>.Zero, c41 = c40;
        Vector256<float> c50 = Vector256<float>.Zero, c51 = c50;
        for (int k = 0; k < depth; k++, a += 6, b += 2 * Vector256<float>.Count)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + Vector256<float>.Count), x;
            x = Vector256.Create(a[0]);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Vector256.Create(a[1]);
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Vector256.Create(a[2]);
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Vector256.Create(a[3]);
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            x = Vector256.Create(a[4]);
            c40 = Fma.MultiplyAdd(x, b0, c40);
            c41 = Fma.MultiplyAdd(x, b1, c41);
            x = Vector256.Create(a[5]);
            c50 = Fma.MultiplyAdd(x, b0, c50);
            c51 = Fma.MultiplyAdd(x, b1, c51);
        }

        Store(c00, c01, c, accumulate);
        Store(c10, c11, c + stride, accumulate);
        Store(c20, c21, c + 2 * (nint)stride, accumulate);
        Store(c30, c31, c + 3 * (nint)stride, accumulate);
        Store(c40, c41, c + 4 * (nint)stride, accumulate);
        Store(c50, c51, c + 5 * (nint)stride, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> left, Vector256<float> right, float* c, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector256.Load(c);
            right += Vector256.Load(c + Vector256<float>.Count);
        }

        left.Store(c);
        right.Store(c + Vector256<float>.Count);
    }
}
