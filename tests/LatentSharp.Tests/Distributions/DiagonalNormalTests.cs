using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Distributions;

public sealed class DiagonalNormalTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Shapes_that_differ_are_refused_with_both()
    {
        var tape = new Tape(device);
        Variable narrow = tape.Constant(new Tensor(new Shape(3, 2))), wide = tape.Constant(new Tensor(new Shape(3, 4)));
        Assert.Equal(
            "DiagonalNormal: the mean has shape [3, 2] and the log-variance [3, 4]; they must be equal.",
            Assert.Throws<ArgumentException>(() => new DiagonalNormal(narrow, wide)).Message);
        Assert.Equal(
            "Reparameterize: the noise has shape [3, 4]; the distribution's is [3, 2].",
            Assert.Throws<ArgumentException>(() => new DiagonalNormal(narrow, narrow).Reparameterize(wide)).Message);
    }

    [Fact]
    public void Noise_that_asks_for_a_gradient_is_refused()
    {
        var tape = new Tape(device);
        var noise = new Parameter("noise", new Tensor(new Shape(3, 2)));
        Variable zero = tape.Constant(new Tensor(new Shape(3, 2)));
        Variable drawn = new DiagonalNormal(zero, zero).Reparameterize(tape.Parameter(noise)).SumAll();
        Assert.Equal(
            "Reparameterize: the noise must be a constant; record it with Tape.Constant.",
            Assert.Throws<InvalidOperationException>(() => tape.Backward(drawn)).Message);
    }

    [Fact]
    public void Once_for_one_draw_is_the_distribution_itself()
    {
        Variable zero = new Tape(device).Constant(new Tensor(new Shape(3, 2)));
        var distribution = new DiagonalNormal(zero, zero);
        Assert.Same(distribution, distribution.Repeat(1));
        Assert.Equal(new Shape(6, 2), distribution.Repeat(2).Mean.Shape);
    }
}
