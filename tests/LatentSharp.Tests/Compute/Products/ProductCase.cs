using LatentSharp.Compute;
using LatentSharp.Compute.Products;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Compute.Products;

/// <summary>
/// One product with its operands in every layout, its float64 result and the bound on float32's error.
/// </summary>
internal sealed unsafe class ProductCase
{
    // Half a unit in the last place of 1: the largest relative error of one rounding.
    private const double Rounding = 1.0 / (1 << 24);

    private readonly int rows, columns;
    private readonly Tensor a, b, aTransposed, bTransposed, initial;
    private readonly double[] product, magnitude;
    private readonly double roundings;

    public ProductCase(int rows, int depth, int columns)
    {
        (this.rows, this.columns) = (rows, columns);
        a = Draws.Normal(new Shape(rows, depth), step: 1);
        b = Draws.Normal(new Shape(depth, columns), step: 2);
        initial = Draws.Normal(new Shape(rows, columns), step: 3);
        (aTransposed, bTransposed) = (Transpose(a), Transpose(b));
        product = new double[rows * columns];
        magnitude = new double[rows * columns];
        roundings = 2.0 * depth * Rounding;
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < depth; k++)
            {
                double x = a.Span[i * depth + k];
                ReadOnlySpan<float> row = b.Span.Slice(k * columns, columns);
                for (int j = 0; j < columns; j++)
                {
                    product[i * columns + j] += x * row[j];
                    magnitude[i * columns + j] += Math.Abs(x * row[j]);
                }
            }
        }
    }

    /// <summary>The paths that this processor can run.</summary>
    public static InstructionPath[] SupportedPaths { get; } =
        [.. Enum.GetValues<InstructionPath>().Where(path => path <= MatrixProduct.BestPath)];

    /// <summary>The operands by value and by transposition, added to other numbers or not.</summary>
    public static (bool TransposeA, bool TransposeB, bool Accumulate)[] Forms { get; } =
    [
        .. from a in new[] { false, true }
        from b in new[] { false, true }
        from c in new[] { false, true }
        select (a, b, c),
    ];

    /// <summary>Computes the product as the library does.</summary>
    public float[] Compute(
        (bool TransposeA, bool TransposeB, bool Accumulate) form,
        Device device,
        InstructionPath path,
        bool shareDepth = false)
    {
        // What is overwritten must not shine through.
        Tensor c = form.Accumulate
            ? Tensor.FromValues(initial.Shape, initial.Span)
            : Tensor.Filled(initial.Shape, float.NaN);
        MatrixProduct.Multiply(
            form.TransposeA ? Matrix.Of(aTransposed).Transposed : Matrix.Of(a),
            form.TransposeB ? Matrix.Of(bTransposed).Transposed : Matrix.Of(b),
            Matrix.Of(c), form.Accumulate, default(NoEpilogue), device, path, shareDepth);
        return c.Span.ToArray();
    }

    /// <summary>|error| at most 2 depth eps sum |a||b|, and one more rounding of C where it is added to.</summary>
    public void AssertWithinBound(float[] computed, bool accumulate)
    {
        Assert.Equal(rows * columns, computed.Length);
        for (int i = 0; i < computed.Length; i++)
        {
            double start = accumulate ? initial.Span[i] : 0;
            double allowed =
                roundings * magnitude[i]
                + (accumulate ? 2 * Rounding * (Math.Abs(start) + Math.Abs(product[i])) * Slices : 0);
            if (!(Math.Abs(computed[i] - (start + product[i])) <= allowed))
                Assert.Fail(
                    $"element ({i / columns}, {i % columns}): {computed[i]:R}, expected {start + product[i]:R} " +
                        $"to within {allowed:G3}.");
        }
    }

    // C is rounded once for every slice of the depth.
    private int Slices => new DepthSlices(a.Shape[1]).Count;

    private static Tensor Transpose(Tensor tensor)
    {
        (int height, int width) = (tensor.Shape[0], tensor.Shape[1]);
        var transposed = new Tensor(new Shape(width, height));
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
                transposed.Span[j * height + i] = tensor.Span[i * width + j];
        }

        return transposed;
    }
}
