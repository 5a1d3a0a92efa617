using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LatentSharp.Compute.Products;

/// <summary>
/// A product of a few rows with a B whose rows lie in one piece: B is read in place, once for each row, where a panel
/// would cost more to pack than to use. An element is the same chain of multiply-adds as in <see cref="IMicrokernel"/>.
/// <c>inference</c> of the benchmark project times it.
/// </summary>
internal static unsafe class FewRows
{
    /// <summary>Rows above which packing pays.</summary>
    private const int Most = 4;

    private const int Wide = 16;

    /// <summary>Whether a product is one of a few rows.</summary>
    public static bool Is(in Matrix a, in Matrix b, in Matrix c) =>
        c.Rows <= Most && a.ColumnStride == 1 && b.ColumnStride == 1 && c.ColumnStride == 1;

    /// <summary>C = A B, or C = C + A B.</summary>
    public static void Multiply(in Matrix a, in Matrix b, in Matrix c, bool accumulate)
    {
        var slices = new DepthSlices(a.Columns);
        for (int row = 0; row < c.Rows; row++)
        {
            float* from = a.Data + (nint)row * a.RowStride, to = c.Data + (nint)row * c.RowStride;
            for (int slice = 0; slice < slices.Count; slice++)
            {
                int k = slice * slices.Length;
                Multiply(
                    from + k,
                    Math.Min(slices.Length, a.Columns - k),
                    b.Data + (nint)k * b.RowStride,
                    b.RowStride,
                    to,
                    c.Columns,
                    accumulate || slice > 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* a, int depth, float* b, nint bRow, float* c, int columns, bool accumulate)
    {
        int j = 0;
        for (; j <= columns - 4 * Wide; j += 4 * Wide)
        {
            Vector512<float> c0 = Vector512<float>.Zero, c1 = c0, c2 = c0, c3 = c0;
            float* from = b + j;
            for (int k = 0; k < depth; k++, from += bRow)
            {
                var x = Vector512.Create(a[k]);
                c0 = Vector512.MultiplyAddEstimate(x, Vector512.Load(from), c0);
                c1 = Vector512.MultiplyAddEstimate(x, Vector512.Load(from + Wide), c1);
                c2 = Vector512.MultiplyAddEstimate(x, Vector512.Load(from + 2 * Wide), c2);
                c3 = Vector512.MultiplyAddEstimate(x, Vector512.Load(from + 3 * Wide), c3);
            }

            Store(c0, c + j, accumulate);
            Store(c1, c + j + Wide, accumulate);
            Store(c2, c + j + 2 * Wide, accumulate);
            Store(c3, c + j + 3 * Wide, accumulate);
        }

        for (; j <= columns - Wide; j += Wide)
        {
            Vector512<float> sum = Vector512<float>.Zero;
            float* from = b + j;
            for (int k = 0; k < depth; k++, from += bRow)
                sum = Vector512.MultiplyAddEstimate(Vector512.Create(a[k]), Vector512.Load(from), sum);
            Store(sum, c + j, accumulate);
        }

        for (; j <= columns - 8; j += 8)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            float* from = b + j;
            for (int k = 0; k < depth; k++, from += bRow)
                sum = Vector256.MultiplyAddEstimate(Vector256.Create(a[k]), Vector256.Load(from), sum);
            (accumulate ? Vector256.Load(c + j) + sum : sum).Store(c + j);
        }

        for (; j < columns; j++)
        {
            float sum = 0;
            float* from = b + j;
            for (int k = 0; k < depth; k++, from += bRow)
                sum = float.MultiplyAddEstimate(a[k], *from, sum);
            c[j] = accumulate ? c[j] + sum : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> sum, float* to, bool accumulate) =>
        (accumulate ? Vector512.Load(to) + sum : sum).Store(to);
}
