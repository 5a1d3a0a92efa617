using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LatentSharp.Compute.Products;

/// <summary>
/// 4 x 8 in eight 128-bit registers, which every processor .NET runs on has. <c>products</c> of the benchmark project
/// times it where there is nothing wider.
/// </summary>
internal readonly unsafe struct MicrokernelPortable : IMicrokernel
{
    /// <inheritdoc/>
    public static int Rows => 4;

    /// <inheritdoc/>
    public static int Columns => 2 * Vector128<float>.Count;

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
        Vector128<float> c00 = Vector128<float>.Zero, c01 = c00;
        Vector128<float> c10 = c00, c11 = c00;
        Vector128<float> c20 = c00, c21 = c00;
        Vector128<float> c30 = c00, c31 = c00;
        // Three rows share an address: the third is as far as one indexed access reaches.
        float* a0 = a, a3 = a0 + 3 * aRow;
        for (int k = 0; k < depth; k++)
        {
            Vector128<float> b0 = Vector128.Load(b), b1 = Vector128.Load(b + Vector128<float>.Count), x;
            x = Vector128.Create(*a0);
            c00 = Vector128.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector128.MultiplyAddEstimate(x, b1, c01);
            x = Vector128.Create(a0[aRow]);
            c10 = Vector128.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector128.MultiplyAddEstimate(x, b1, c11);
            x = Vector128.Create(a0[2 * aRow]);
            c20 = Vector128.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector128.MultiplyAddEstimate(x, b1, c21);
            x = Vector128.Create(*a3);
            c30 = Vector128.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector128.MultiplyAddEstimate(x, b1, c31);
            a0 += aColumn;
            a3 += aColumn;
            b += 2 * Vector128<float>.Count;
        }

        Store(c00, c01, c, accumulate);
        Store(c10, c11, c + cRow, accumulate);
        Store(c20, c21, c + 2 * cRow, accumulate);
        Store(c30, c31, c + 3 * cRow, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> left, Vector128<float> right, float* to, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector128.Load(to);
            right += Vector128.Load(to + Vector128<float>.Count);
        }

        left.Store(to);
        right.Store(to + Vector128<float>.Count);
    }
}
