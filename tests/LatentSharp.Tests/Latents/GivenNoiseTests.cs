using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Latents;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Latents;

public sealed class GivenNoiseTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Every_request_of_its_shape_gets_the_numbers_given_as_a_constant()
    {
        Tensor values = Draws.Normal(new Shape(6, 4), step: 1);
        var noise = new GivenNoise(values);
        var tape = new Tape(device);
        foreach (
            Variable given in new[]
            {
                noise.Normal(tape, draws: 2, batch: 3, width: 4),
                noise.Normal(tape, draws: 1, batch: 6, width: 4),
                noise.Uniform(tape, draws: 6, batch: 1, width: 4),
            })
        {
            Assert.Same(values, given.Value);
            Assert.False(given.RequiresGradient);
        }
    }

    [Fact]
    public void A_request_of_another_shape_is_refused_with_both_shapes()
    {
        var noise = new GivenNoise(new Tensor(new Shape(6, 4)));
        var tape = new Tape(device);
        Assert.Equal(
            "The noise given has shape [6, 4]; 3 draws of 3 examples take [9, 4].",
            Assert.Throws<ArgumentException>(() => noise.Normal(tape, draws: 3, batch: 3, width: 4)).Message);
        // As many numbers, but in other rows.
        Assert.Equal(
            "The noise given has shape [6, 4]; 2 draws of 2 examples take [4, 6].",
            Assert.Throws<ArgumentException>(() => noise.Normal(tape, draws: 2, batch: 2, width: 6)).Message);
        Assert.Equal(
            "The noise given has shape [6, 4]; 2 draws of 3 examples take [6, 1].",
            Assert.Throws<ArgumentException>(() => noise.Uniform(tape, draws: 2, batch: 3, width: 1)).Message);
        Assert.Throws<OverflowException>(() => noise.Normal(tape, draws: int.MaxValue, batch: 3, width: 4));
    }
}
