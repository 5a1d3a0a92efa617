using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LatentSharp.Compute.Products;

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
            new ReadOnlySpan<float>(from + k * (nint)columnStride, present).CopyTo(
                new Span<float>(panel + k * (nint)width, present));
    }

    private static void Transpose(
        float* from,
        int rowStride,
        int columnStride,
        int present,
        int width,
        int depth,
        float* panel)
    {
        int row = 0;
        if (columnStride == 1)
        {
            for (; Avx.IsSupported && row <= present - 8; row += 8)
                TransposeEightRows(from + row * (nint)rowStride, rowStride, width, depth, panel + row);
            for (; row <= present - 4; row += 4)
                TransposeFourRows(from + row * (nint)rowStride, rowStride, width, depth, panel + row);
        }

        for (; row < present; row++)
        {
            for (int k = 0; k < depth; k++)
                panel[k * (nint)width + row] = from[row * (nint)rowStride + k * (nint)columnStride];
        }
    }

    private static void TransposeEightRows(float* from, nint rowStride, int width, int depth, float* panel)
    {
        float* from4 = from + 4 * rowStride;
        int k = 0;
        for (; k <= depth - 8; k += 8)
        {
            Vector256<float> a = Avx.LoadVector256(from + k),
                b = Avx.LoadVector256(from + rowStride + k);
            Vector256<float> c = Avx.LoadVector256(from + 2 * rowStride + k),
                d = Avx.LoadVector256(from + 3 * rowStride + k);
            Vector256<float> e = Avx.LoadVector256(from4 + k),
                f = Avx.LoadVector256(from4 + rowStride + k);
            Vector256<float> g = Avx.LoadVector256(from4 + 2 * rowStride + k),
                h = Avx.LoadVector256(from4 + 3 * rowStride + k);
            // Within each half of a vector: (a0 b0 a1 b1), (c0 d0 c1 d1) -> (a0 b0 c0 d0), (a1 b1 c1 d1), ...; then
            // halves.
            Vector256<float> ab = Avx.UnpackLow(a, b),
                cd = Avx.UnpackLow(c, d),
                ef = Avx.UnpackLow(e, f),
                gh = Avx.UnpackLow(g, h);
            float* to = panel + k * (nint)width;
            StoreHalves(Avx.Shuffle(ab, cd, 0x44), Avx.Shuffle(ef, gh, 0x44), to, 4 * (nint)width);
            StoreHalves(Avx.Shuffle(ab, cd, 0xEE), Avx.Shuffle(ef, gh, 0xEE), to + width, 4 * (nint)width);
            (ab, cd, ef, gh) = (Avx.UnpackHigh(a, b), Avx.UnpackHigh(c, d), Avx.UnpackHigh(e, f), Avx.UnpackHigh(g, h));
            StoreHalves(Avx.Shuffle(ab, cd, 0x44), Avx.Shuffle(ef, gh, 0x44), to + 2 * (nint)width, 4 * (nint)width);
            StoreHalves(Avx.Shuffle(ab, cd, 0xEE), Avx.Shuffle(ef, gh, 0xEE), to + 3 * (nint)width, 4 * (nint)width);
        }

        for (; k < depth; k++)
        {
            for (int row = 0; row < 8; row++)
                panel[k * (nint)width + row] = from[row * rowStride + k];
        }
    }

    private static void StoreHalves(Vector256<float> left, Vector256<float> right, float* to, nint step)
    {
        Avx.Permute2x128(left, right, 0x20).Store(to);
        Avx.Permute2x128(left, right, 0x31).Store(to + step);
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
            Sse.IsSupported
                ? Sse.UnpackLow(left, right)
                : Vector128.Create(left[0], right[0], left[1], right[1]);

        public static Vector128<float> High(Vector128<float> left, Vector128<float> right) =>
            Sse.IsSupported
                ? Sse.UnpackHigh(left, right)
                : Vector128.Create(left[2], right[2], left[3], right[3]);
    }
}
