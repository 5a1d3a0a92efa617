using LatentSharp.Tensors;

namespace LatentSharp.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void Default_shape_is_the_shape_of_a_single_number()
    {
        Assert.Equal(Shape.Scalar, default);
        Assert.Equal(1, default(Shape).Length);
        Assert.Equal(1, new Shape().Length);
        Assert.Equal(1, new Tensor(default).Span.Length);
    }

    [Theory]
    [InlineData(new int[0], 1, 1, 1, "[]")]
    [InlineData(new[] { 5 }, 5, 1, 5, "[5]")]
    [InlineData(new[] { 0, 3 }, 0, 0, 3, "[0, 3]")]
    [InlineData(new[] { 3, 0 }, 0, 3, 0, "[3, 0]")]
    [InlineData(new[] { 2, 3, 4, 5 }, 120, 24, 5, "[2, 3, 4, 5]")]
    public void Shape_counts_its_elements_and_rows(int[] extents, int length, int rows, int last, string text)
    {
        var shape = new Shape(extents);
        Assert.Equal((length, rows, last, text), (shape.Length, shape.Rows, shape.Last, shape.ToString()));
    }

    [Fact]
    public void Impossible_extents_are_refused()
    {
        Assert.Contains(
            "-1",
            Assert.Throws<ArgumentException>(() => new Shape(3, -1)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "65536 x 65536",
            Assert.Throws<ArgumentException>(() => new Shape(65536, 65536)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "5 extents",
            Assert.Throws<ArgumentException>(() => new Shape(1, 1, 1, 1, 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2, 3]",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, 3)[2]).Message,
            StringComparison.Ordinal);
    }
}
