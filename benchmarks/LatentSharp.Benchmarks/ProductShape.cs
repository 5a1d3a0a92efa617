using LatentSharp.Compute;
using LatentSharp.Compute.Products;
using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Benchmarks;

/// <summary>What a linear layer multiplies.</summary>
internal enum ProductForm
{
    /// <summary>Y = X W^T.</summary>
    Forward,

    /// <summary>dX = dY W.</summary>
    InputGradient,

    /// <summary>dW = dY^T X.</summary>
    WeightGradient,
}

/// <summary>A product of a linear layer.</summary>
internal sealed record ProductShape(int Batch, int Inputs, int Outputs, ProductForm Form)
{
    /// <summary>Square products, and the layers of the workloads of latent bench in all three forms.</summary>
    public static IReadOnlyList<ProductShape> All { get; } =
    [
        .. from size in new[] { 512, 1024, 2048 } select new ProductShape(size, size, size, ProductForm.InputGradient),
        .. Layers(128, (784, 500), (500, 500), (1568, 500), (834, 500), (500, 784)),
        .. Layers(256, (8, 64), (16, 64), (64, 64), (64, 16)),
    ];

    /// <summary>Floating-point operations.</summary>
    public double Flops => 2.0 * Batch * Inputs * Outputs;

    /// <summary>As in "128: 784 -> 500 Forward".</summary>
    public override string ToString() => $"{Batch}: {Inputs} -> {Outputs} {Form}";

    private static IEnumerable<ProductShape> Layers(int batch, params (int Inputs, int Outputs)[] layers) =>
        from layer in layers
        from form in Enum.GetValues<ProductForm>()
        select new ProductShape(batch, layer.Inputs, layer.Outputs, form);
}

/// <summary>The matrices of a <see cref="ProductShape"/>, filled with draws.</summary>
internal sealed class ProductCase
{
    // Their memory is pinned for as long as they are referenced.
    private readonly Tensor x, w, y;
    private readonly ProductForm form;

    public ProductCase(ProductShape shape)
    {
        form = shape.Form;
        x = Draw(shape.Batch, shape.Inputs, 0);
        w = Draw(shape.Outputs, shape.Inputs, 1);
        y = Draw(shape.Batch, shape.Outputs, 2);
    }

    public void Ours(Device device)
    {
        (Matrix a, Matrix b, Matrix c) = Operands();
        MatrixProduct.Multiply(a, b, c, accumulate: false, device, shareDepth: form == ProductForm.InputGradient);
    }

    public void Theirs()
    {
        (Matrix a, Matrix b, Matrix c) = Operands();
        OpenBlas.Multiply(a, b, c);
    }

    private (Matrix A, Matrix B, Matrix C) Operands() => form switch
    {
        ProductForm.Forward => (Matrix.Of(x), Matrix.Of(w).Transposed, Matrix.Of(y)),
        ProductForm.InputGradient => (Matrix.Of(y), Matrix.Of(w), Matrix.Of(x)),
        _ => (Matrix.Of(y).Transposed, Matrix.Of(x), Matrix.Of(w)),
    };

    private static Tensor Draw(int rows, int columns, ulong step)
    {
        var tensor = new Tensor(new Shape(rows, columns));
        new RandomStream(0, RandomPurpose.Synthesis, step).FillNormal(tensor.Span);
        return tensor;
    }
}
