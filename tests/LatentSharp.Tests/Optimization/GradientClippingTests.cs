using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Optimization;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Optimization;

public class GradientClippingTests
{
    [Fact]
    public void The_norm_is_taken_over_all_parameters_together()
    {
        Parameter first = Filled(new Shape(3, 4), 1.5f), second = Filled(new Shape(20_000), -0.25f);
        using var device = Device.Cpu(1);
        Assert.Equal(Math.Sqrt(12 * 2.25 + 20_000 * 0.0625), new GradientClipping([first, second]).Norm(device), 1e-12);
    }

    [Fact]
    public void The_norm_of_the_largest_gradients_does_not_overflow()
    {
        using var device = Device.Cpu(1);
        var clipping = new GradientClipping([Filled(new Shape(100), 3e38f)]);
        Assert.Equal(3e38f * Math.Sqrt(100.0), clipping.Norm(device), 1e30);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_norm_does_not_depend_on_the_threads(int threads)
    {
        var parameter = new Parameter("w", new Tensor(new Shape(100_003)));
        for (int i = 0; i < parameter.Gradient.Shape.Length; i++)
            parameter.Gradient.Span[i] = MathF.Sin(i) * (i % 17);
        using Device alone = Device.Cpu(1), together = Device.Cpu(threads);
        Assert.Equal(new GradientClipping([parameter]).Norm(alone), new GradientClipping([parameter]).Norm(together));
    }

    [Theory]
    [InlineData(5.0, 2.0, 0.4)]
    [InlineData(2.0, 2.0, 1.0)]
    [InlineData(1.0, 2.0, 1.0)]
    [InlineData(0.0, 2.0, 1.0)]
    public void The_factor_brings_the_norm_down_to_the_limit_and_never_up(double norm, double limit, double factor) =>
        Assert.Equal(factor, GradientClipping.Scale(norm, limit));

    [Fact]
    public void Without_a_limit_the_factor_is_1() => Assert.Equal(1, GradientClipping.Scale(1e9, null));

    private static Parameter Filled(Shape shape, float gradient)
    {
        var parameter = new Parameter("w", new Tensor(shape));
        parameter.Gradient.Span.Fill(gradient);
        return parameter;
    }
}
