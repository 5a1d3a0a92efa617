using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Latents;
using LatentSharp.Objectives;
using LatentSharp.Tests.Latents.Coin;

namespace LatentSharp.Tests.Objectives;

public sealed class PosteriorEntropyTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void It_is_a_half_of_1_plus_ln_2_pi_v_in_each_dimension()
    {
        HandMadeOutput made = new(device);
        Variable entropy = new PosteriorEntropy().PerExample(
            made.Of([0, 0, 7, -3], [0, 0, MathF.Log(4), MathF.Log(0.25f)], [0, 0, 0, 0], [0, 0, 0, 0]),
            made.Nothing);
        float unit = 1 + MathF.Log(2 * MathF.PI);
        Assert.Equal([unit, unit], entropy.Value.Span.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_family_that_brings_none_is_named()
    {
        ILatent coin = new CoinLatent(new HandMadeOutput(device).Nothing);
        Assert.Equal(
            "posterior_entropy: the coin family brings no IHasEntropy; implement it, or leave the term out.",
            Assert.Throws<ArgumentException>(() => coin.Bringing<IHasEntropy>("posterior_entropy")).Message);
    }
}
