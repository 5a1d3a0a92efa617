using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LatentSharp.Tensors.Products;

/// <summary>4 x 8 in eight 128-bit registers, which every processor .NET runs on has.</summary>
internal readonly unsafe struct MicrokernelPortable : IMicrokernel
{
    /// <inheritdoc/>
    public static int Rows => 4;

    /// <inheritdoc/>
    public static int Columns => 2 * Vector128<float>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int depth, float* a, float* b, float* c, int stride, bool accumulate)
    {
        Vector128<float> c00 = Vector128<float>.Zero, c01 = c00;
        Vector128<float> c10 = Vector128<float>.Zero, c11 = c10;
        Vector128<float> c20 = Vector128<float>.Zero, c21 = c20;
        Vector128<float> c30 = Vector128<float>.Zero, c31 = c30;
        for (int k = 0; k < depth; k++, a += 4, b += 2 * Vector128<float>.Count)
        {
            Vector128<float> b0 = Vector128.Load(b), b1 = Vector128.Load(b + Vector128<float>.Count), x;
            x = Vector128.Create(a[0]);
            c00 = Vector128.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector128.MultiplyAddEstimate(x, b1, c01);
            x = Vector128.Create(a[1]);
            c10 = Vector128.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector128.MultiplyAddEstimate(x, b1, c11);
            x = Vector128.Create(a[2]);
            c20 = Vector128.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector128.MultiplyAddEstimate(x, b1, c21);
            x = Vector128.Create(a[3]);
            c30 = Vector128.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector128.MultiplyAddEstimate(x, b1, c31);
        }

        Store(c00, c01, c, accumulate);
        Store(c10, c11, c + stride, accumulate);
        Store(c20, c21, c + 2 * (nint)stride, accumulate);
        Store(c30, c31, c + 3 * (nint)stride, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> left, Vector128<float> right, float* c, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector128.Load(c);
            right += Vector128.Load(c + Vector128<float>.Count);
        }

        left.Store(c);
        right.Store(c + Vector128<float>.Count);
    }
}
