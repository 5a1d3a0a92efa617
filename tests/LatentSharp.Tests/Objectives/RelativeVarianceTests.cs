using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Objectives;

namespace LatentSharp.Tests.Objectives;

public sealed class RelativeVarianceTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void It_is_the_mean_ratio_of_the_variances_of_q_and_p()
    {
        HandMadeOutput made = new(device);
        VariationalOutput output = made.Of(
            [0, 0, 0, 0],
            [MathF.Log(2), MathF.Log(3), 0, 0],
            [0, 0, 0, 0],
            [MathF.Log(4), MathF.Log(2), 0, 0]);
        float[] ratios = new RelativeVariance().PerExample(output, made.Nothing).Value.Span.ToArray();
        Assert.Equal([1f, 1f], ratios, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    // A latent in other units is the same latent.
    [Fact]
    public void It_does_not_change_with_the_units_of_a_dimension_as_the_posterior_variance_does()
    {
        HandMadeOutput made = new(device);
        float[] q = [-1, 0.5f, 0.2f, -2], p = [0.3f, 0.1f, -0.4f, 1], none = [0, 0, 0, 0];
        float unit = MathF.Log(100);
        VariationalOutput narrow = made.Of(none, q, none, p),
            broad = made.Of(none, [.. q.Select(v => v + unit)], none, [.. p.Select(v => v + unit)]);
        float[] before = Of(new RelativeVariance(), narrow), after = Of(new RelativeVariance(), broad);
        Assert.Equal(before, after, (a, b) => Math.Abs(a - b) < 1e-5 * a);
        Assert.Equal(
            100,
            Of(new PosteriorVariance(), broad)[0] / Of(new PosteriorVariance(), narrow)[0],
            1e-3);

        float[] Of(IObjectiveTerm term, VariationalOutput output) =>
            term.PerExample(output, made.Nothing).Value.Span.ToArray();
    }
}
