using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Latents.Gaussian;

public sealed class GaussianHeadTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Means_come_first_and_log_variances_second()
    {
        GaussianLatent latent = GaussianHead.Read(
            new Tape(device).Constant(Tensor.FromValues(new Shape(2, 4), [1, 2, 3, 4, 5, 6, 7, 8])));
        Assert.Equal([1f, 2f, 5f, 6f], latent.Mean.Value.Span);
        Assert.Equal([3f, 4f, 7f, 8f], latent.LogVariance.Value.Span);
        Assert.Null(latent.ShareOutOfRange);
    }

    [Fact]
    public void A_range_bounds_the_log_variances_and_counts_those_outside()
    {
        GaussianLatent latent = GaussianHead.Read(
            new Tape(device).Constant(Tensor.FromValues(new Shape(2, 2), [50, 50, -50, 0])),
            new LogVarianceRange(-4, 4));
        Assert.Equal([50f, -50f], latent.Mean.Value.Span);
        Assert.All(latent.LogVariance.Value.Span.ToArray(), value => Assert.InRange(value, -4, 4));
        Assert.Equal(0.5, latent.ShareOutOfRange);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(4)]
    public void Outputs_that_do_not_halve_are_refused(params int[] extents) =>
        Assert.Equal(
            $"GaussianHead: the outputs have shape {new Shape(extents)}; give [batch, 2 * latent], means first.",
            Assert.Throws<ArgumentException>(() =>
                GaussianHead.Read(new Tape(device).Constant(new Tensor(new Shape(extents))))).Message);
}
