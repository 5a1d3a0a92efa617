using LatentSharp.Compute;
using LatentSharp.Objectives;

namespace LatentSharp.Tests.Objectives;

public sealed class RouterMarginalKlTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void It_is_the_divergence_of_the_matched_normal_and_every_example_has_it()
    {
        // Means 1 and 3, variances 2 and 4: the mixture has mean 2 and variance 3 + 1; the other dimension is N(0, I).
        double expected = 0.5 * (4 - 1 - Math.Log(4) + 4);
        float[] spread = Of([1, 0, 3, 0], [MathF.Log(2), 0, MathF.Log(4), 0]);
        Assert.Equal(2, spread.Length);
        Assert.All(spread, value => Assert.Equal(expected, value, 1e-5));
    }

    [Fact]
    public void It_is_0_where_the_batch_is_standard_though_every_router_is_narrow()
    {
        float narrow = 0.01f, mean = MathF.Sqrt(1 - narrow);
        Assert.Equal(0, Of([mean, -mean, -mean, mean], [.. Enumerable.Repeat(MathF.Log(narrow), 4)])[0], 1e-6);
    }

    private float[] Of(float[] mean, float[] logVariance)
    {
        HandMadeOutput made = new(device);
        float[] none = [0, 0, 0, 0];
        return new RouterMarginalKl().PerExample(made.Of(none, none, mean, logVariance), made.Nothing)
            .Value.Span.ToArray();
    }
}
