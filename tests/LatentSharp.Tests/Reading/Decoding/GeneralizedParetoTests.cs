using LatentSharp.Reading.Decoding;
using LatentSharp.Tests.Reading.Streaming;

namespace LatentSharp.Tests.Reading.Decoding;

public sealed class GeneralizedParetoTests
{
    [Theory]
    [InlineData(-0.3, 1)]
    [InlineData(0.1, 1e-9)]
    [InlineData(0.5, 1)]
    [InlineData(0.7, 1e12)]
    [InlineData(1.5, 3)]
    public void The_shape_of_drawn_data_is_recovered_whatever_its_scale(double k, double scale)
    {
        // The maximum-likelihood shape has the standard deviation (1 + k) / sqrt(n), and this one is nearly as good.
        const int count = 5000;
        for (ulong seed = 1; seed <= 10; seed++)
        {
            double[] x = [.. Uniform.Draws(seed, count).Select(u => scale * (Math.Pow(u, -k) - 1) / k).Order()];
            Assert.InRange(
                GeneralizedPareto.Shape(x) - k,
                -3.5 * (1 + k) / Math.Sqrt(count),
                3.5 * (1 + k) / Math.Sqrt(count));
        }
    }

    [Fact]
    public void An_exponential_tail_has_shape_0()
    {
        double[] x = [.. Uniform.Draws(3, 5000).Select(u => -Math.Log(u)).Order()];
        Assert.InRange(GeneralizedPareto.Shape(x), -0.05, 0.05);
    }
}
