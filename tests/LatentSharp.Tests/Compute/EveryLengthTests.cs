using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Products;
using LatentSharp.Compute.Randomness;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute.Products;

namespace LatentSharp.Tests.Compute;

/// <summary>
/// Every length from 0 to 256, so that whole vectors and every kind of end occur. The element-wise functions have
/// theirs in
/// <see cref="ElementwiseAccuracyTests"/>.
/// </summary>
public sealed class EveryLengthTests : IDisposable
{
    private const int Longest = 256;

    private readonly Device device = Device.Cpu(1);

    public static TheoryData<int, int, int> Axes { get; } = [(1, 0, 0), (0, 1, 0), (0, 0, 1)];

    public void Dispose() => device.Dispose();

    [Theory]
    [MemberData(nameof(Axes))]
    public void Products_of_every_path_stay_within_their_bound(int rows, int depth, int columns)
    {
        for (int length = 0; length <= Longest; length++)
        {
            var product = new ProductCase(rows == 1 ? length : 5, depth == 1 ? length : 3, columns == 1 ? length : 7);
            foreach (InstructionPath path in ProductCase.SupportedPaths)
                product.AssertWithinBound(product.Compute((false, true, true), device, path), accumulate: true);
        }
    }

    [Fact]
    public void Sums_equal_the_plain_loop()
    {
        float[] values = Draws.Normal(new Shape(Longest), step: 1).Span.ToArray();
        for (int length = 0; length <= Longest; length++)
        {
            Assert.Equal(values[..length].Sum(x => (double)x), Sums.Of(values.AsSpan(0, length)), 1e-12);
            Assert.Equal(values[..length].Sum(x => (double)x * x), Sums.OfSquares(values.AsSpan(0, length)), 1e-11);
        }
    }

    [Fact]
    public void Adam_moves_an_element_alike_wherever_its_vector_ends()
    {
        float[] whole = Updated(Longest);
        for (int length = 1; length < Longest; length++)
            Assert.Equal(whole[..length], Updated(length));
    }

    [Fact]
    public void Draws_of_a_stream_do_not_depend_on_how_many_are_drawn()
    {
        float[] normals = Draws.Normal(new Shape(Longest), step: 3).Span.ToArray();
        var uniforms = new float[Longest];
        new RandomStream(20, RandomPurpose.Synthesis).FillUniform(uniforms);
        for (int length = 0; length <= Longest; length++)
        {
            Assert.Equal(normals[..length], Draws.Normal(new Shape(length), step: 3).Span.ToArray());
            var fewer = new float[length];
            new RandomStream(20, RandomPurpose.Synthesis).FillUniform(fewer);
            Assert.Equal(uniforms[..length], fewer);
        }
    }

    private float[] Updated(int length)
    {
        var parameter = new Parameter(
            "weight",
            Tensor.FromValues(new Shape(length), Draws.Normal(new Shape(Longest), step: 1).Span[..length]));
        Draws.Normal(new Shape(Longest), step: 2).Span[..length].CopyTo(parameter.Gradient.Span);
        var adam = new Adam([parameter], new AdamOptions { WeightDecay = 0.1 });
        adam.Update(1e-2, 0.5, device);
        adam.Update(1e-2, 0.5, device);
        return parameter.Value.Span.ToArray();
    }
}
