using System.Runtime.Intrinsics.X86;
using LatentSharp.Compute;
using LatentSharp.Compute.Products;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Compute.Products;

public sealed class MatrixProductTests : IDisposable
{
    private readonly Device device = Device.Cpu(2);

    // Microkernels take 4, 6 or 8 rows and 8, 16 or 32 columns; blocks at most 256 rows; slices of the depth at most
    // 400.
    public static TheoryData<int, int, int> Sizes { get; } =
    [
        .. from rows in new[] { 1, 3, 5, 7, 9, 13, 49, 70 }
           from columns in new[] { 1, 7, 9, 15, 17, 31, 33, 65 }
           select (rows, (rows + columns) % 23 + 1, columns),
        .. from depth in new[] { 1, 2, 3, 4, 5, 255, 399, 400, 401, 800, 801, 1030 } select (9, depth, 33),
        (8, 256, 32),
        (96, 64, 256),
        (97, 300, 257),
        (257, 20, 40),
        (193, 17, 513),
        (1, 600, 1),
        (1, 700, 70),
        (70, 700, 1),
        (6, 5, 16),
        (12, 512, 48),
        (0, 3, 2),
        (3, 0, 2),
        (3, 2, 0),
        (0, 0, 0),
    ];

    public void Dispose() => device.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_path_stays_within_the_error_bound_for_every_layout(int rows, int depth, int columns)
    {
        var product = new ProductCase(rows, depth, columns);
        foreach (InstructionPath path in ProductCase.SupportedPaths)
        {
            foreach (var form in ProductCase.Forms)
                product.AssertWithinBound(product.Compute(form, device, path), form.Accumulate);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Paths_agree_to_the_last_bit_where_multiply_add_is_fused(int rows, int depth, int columns)
    {
        Assert.SkipUnless(Fma.IsSupported, "This processor rounds between multiplication and addition.");
        var product = new ProductCase(rows, depth, columns);
        foreach (var form in ProductCase.Forms)
        {
            float[] portable = product.Compute(form, device, InstructionPath.Portable);
            foreach (InstructionPath path in ProductCase.SupportedPaths)
                AssertSameBits(portable, product.Compute(form, device, path));
        }
    }

    // A few rows are multiplied by a B in rows without packing it.
    [Theory]
    [InlineData(64, 64)]
    [InlineData(5, 31)]
    [InlineData(801, 109)]
    public void Rows_by_themselves_are_those_of_a_product_of_many_to_the_last_bit(int depth, int columns)
    {
        Assert.SkipUnless(Fma.IsSupported, "This processor rounds between multiplication and addition.");
        Tensor a = Draws.Normal(new Shape(9, depth), step: 1), b = Draws.Normal(new Shape(depth, columns), step: 2);
        foreach (bool accumulate in (bool[])[false, true])
        {
            Tensor whole = Draws.Normal(new Shape(9, columns), step: 3);
            MatrixProduct.Multiply(Matrix.Of(a), Matrix.Of(b), Matrix.Of(whole), accumulate, device);
            foreach (int rows in (int[])[1, 4])
            {
                Tensor few = Draws.Normal(new Shape(9, columns), step: 3).Rows(2, rows);
                MatrixProduct.Multiply(Matrix.Of(a.Rows(2, rows)), Matrix.Of(b), Matrix.Of(few), accumulate, device);
                AssertSameBits(whole.Rows(2, rows).Span.ToArray(), few.Span.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(130, 300, 270)]
    [InlineData(9, 1030, 517)]
    [InlineData(517, 257, 9)]
    [InlineData(1, 700, 700)]
    public void Result_does_not_depend_on_the_thread_count(int rows, int depth, int columns)
    {
        var product = new ProductCase(rows, depth, columns);
        foreach (InstructionPath path in ProductCase.SupportedPaths)
        {
            foreach (var form in ProductCase.Forms)
            {
                float[] one = ComputeOn(1, product, form, path);
                AssertSameBits(one, ComputeOn(2, product, form, path));
                AssertSameBits(one, ComputeOn(4, product, form, path));
                AssertSameBits(one, ComputeOn(2, product, form, path, shareDepth: true));
                AssertSameBits(one, ComputeOn(4, product, form, path, shareDepth: true));
            }
        }
    }

    private static float[] ComputeOn(
        int threads,
        ProductCase product,
        (bool, bool, bool) form,
        InstructionPath path,
        bool shareDepth = false)
    {
        using var workers = Device.Cpu(threads);
        return product.Compute(form, workers, path, shareDepth);
    }

    private static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(
            Array.ConvertAll(expected, BitConverter.SingleToUInt32Bits),
            Array.ConvertAll(actual, BitConverter.SingleToUInt32Bits));
}
