using System.Runtime.Intrinsics;

namespace LatentSharp.Tensors.Products;

/// <summary>Copies slices of an operand into the order in which the microkernel reads them.</summary>
internal static unsafe class Packing
{
    /// <summary>
    /// Writes <paramref name="width"/> rows of <paramref name="source"/> from <paramref name="firstRow"/>, columns
    /// <paramref name="firstColumn"/> to + <paramref name="depth"/>, so that the rows' elements of one column lie side
    /// by side. Rows beyond the matrix become zeros.
    /// </summary>
    public static void Pack(in Matrix source, int firstRow, int firstColumn, int width, int depth, float* panel)
    {
        int present = Math.Min(width, source.Rows - firstRow);
        float* from = source.Data + (nint)firstRow * source.RowStride + (nint)firstColumn * source.ColumnStride;
        if (present < width)
            new Span<float>(panel, width * depth).Clear();
        if (source.RowStride == 1)
            CopyColumns(from, source.ColumnStride, present, width, depth, panel);
        else
            Transpose(from, source.RowStride, source.ColumnStride, present, width, depth, panel);
    }

    private static void CopyColumns(float* from, int columnStride, int present, int width, int depth, float* panel)
    {
        // Whole panels go in registers: a call to copy 32 bytes would cost as much as the product that follows.
        if (present == width && width % Vector256<float>.Count == 0)
        {
            for (int k = 0; k < depth; k++, from += columnStride, panel += width)
            {
                for (int i = 0; i < width; i += Vector256<float>.Count)
                    Vector256.Load(from + i).Store(panel + i);
            }

            return;
        }

        for (int k = 0; k < depth; k++)
            new ReadOnlySpan<float>(from + k * (nint)columnStride, present).CopyTo(new Span<float>(panel + k * (nint)width, present));
    }

    private static void Transpose(float* from, int rowStride, int columnStride, int present, int width, int depth, float* panel)
    {
        int row = 0;
        if (columnStride == 1)
        {
            for (; row <= present - 4; row += 4)
                TransposeFourRows(from + row * (nint)rowStride, rowStride, width, depth, panel + row);
        }

        for (; row < present; row++)
        {
            for (int k = 0; k < depth; k++)
                panel[k * (nint)width + row] = from[row * (nint)rowStride + k * (nint)columnStride];
        }
    }

    private static void TransposeFourRows(float* from, int rowStride, int width, int depth, float* panel)
    {
        float* row0 = from, row1 = row0 + rowStride, row2 = row1 + rowStride, row3 = row2 + rowStride;
        int k = 0;
        for (; k <= depth - 4; k += 4)
        {
            Vector128<float> a = Vector128.Load(row0 + k), b = Vector128.Load(row1 + k);
            Vector128<float> c = Vector128.Load(row2 + k), d = Vector128.Load(row3 + k);
            // Interleave twice: (a0 c0 a1 c1), (b0 d0 b1 d1) -> (a0 b0 c0 d0), ...
            Vector128<float> acLow = Interleave.Low(a, c), acHigh = Interleave.High(a, c);
            Vector128<float> bdLow = Interleave.Low(b, d), bdHigh = Interleave.High(b, d);
            float* to = panel + k * (nint)width;
            Interleave.Low(acLow, bdLow).Store(to);
            Interleave.High(acLow, bdLow).Store(to + width);
            Interleave.Low(acHigh, bdHigh).Store(to + 2 * (nint)width);
            Interleave.High(acHigh, bdHigh).Store(to + 3 * (nint)width);
        }

        for (; k < depth; k++)
        {
            float* to = panel + k * (nint)width;
            to[0] = row0[k];
            to[1] = row1[k];
            to[2] = row2[k];
            to[3] = row3[k];
        }
    }

    private static class Interleave
    {
        public static Vector128<float> Low(Vector128<float> left, Vector128<float> right) =>
            System.Runtime.Intrinsics.X86.Sse.IsSupported
                ? System.Runtime.Intrinsics.X86.Sse.UnpackLow(left, right)
                : Vector128.Create(left[0], right[0], left[1], right[1]);

        public static Vector128<float> High(Vector128<float> left, Vector128<float> right) =>
            System.Runtime.Intrinsics.X86.Sse.IsSupported
                ? System.Runtime.Intrinsics.X86.Sse.UnpackHigh(left, right)
                : Vector128.Create(left[2], right[2], left[3], right[3]);
    }
}
