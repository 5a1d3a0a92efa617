using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Objectives;

namespace LatentSharp.Tests.Objectives;

public sealed class FreeBitsTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    // Unit variances: the KL of a dimension is half the squared distance of the means. 2 and 0 nats in the first, 1/8
    // and 1/8 in the second.
    [Theory]
    [InlineData(0, 1.125)]
    [InlineData(0.5, 1.5)]
    [InlineData(3, 6)]
    public void A_dimension_counts_its_mean_over_the_batch_but_not_less_than_lambda(double lambda, double expected)
    {
        (VariationalOutput output, Variable nothing) = Output();
        float[] spread = new FreeBits(lambda).PerExample(output, nothing).Value.Span.ToArray();
        Assert.Equal(2, spread.Length);
        Assert.All(spread, value => Assert.Equal(expected, value, 1e-6));
    }

    [Fact]
    public void Without_free_bits_it_is_the_prior_kl()
    {
        (VariationalOutput output, Variable nothing) = Output();
        Assert.Equal(
            new PriorKl().PerExample(output, nothing).MeanAll().Scalar,
            new FreeBits(0).PerExample(output, nothing).MeanAll().Scalar,
            1e-6);
    }

    [Fact]
    public void Below_lambda_nothing_pulls_a_dimension_further()
    {
        (VariationalOutput output, Variable nothing) = Output();
        nothing.Tape.Backward(new FreeBits(0.5).PerExample(output, nothing).MeanAll());
        Assert.Equal(1, output.Posterior.Parts[0].Gradient.Span[0], 1e-6);
        Assert.Equal(0, output.Posterior.Parts[0].Gradient.Span[1]);
    }

    private (VariationalOutput Output, Variable Nothing) Output()
    {
        HandMadeOutput made = new(device);
        float[] none = [0, 0, 0, 0];
        return (made.Of([2, 0.5f, 0, 0.5f], none, none, none), made.Nothing);
    }
}
