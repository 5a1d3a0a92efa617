using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;

namespace LatentSharp.Tests.Objectives;

public sealed class CapacityTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    // The mean KL is 1 nat.
    [Theory]
    [InlineData(3, 0, 0.25)]
    [InlineData(3, 1, 0.5)]
    [InlineData(3, 3, 2)]
    [InlineData(3, Objective.Settled, 2)]
    [InlineData(0.5, Objective.Settled, 0.5)]
    public void It_is_the_distance_of_the_mean_divergence_from_a_capacity_that_rises(
        double nats,
        long step,
        double expected)
    {
        (VariationalOutput output, Variable nothing) = Output();
        var capacity = new Capacity(new LinearWarmupSchedule(nats, 4));
        float[] spread = capacity.PerExample(output, nothing, step).Value.Span.ToArray();
        Assert.Equal(2, spread.Length);
        Assert.All(spread, value => Assert.Equal(expected, value, 1e-6));
        Assert.Equal(4, capacity.SettledAt);
    }

    [Theory]
    [InlineData(3, -1)]
    [InlineData(0.5, 1)]
    public void It_pulls_towards_the_capacity_from_either_side(double nats, double sign)
    {
        (VariationalOutput output, Variable nothing) = Output();
        nothing.Tape.Backward(
            new Capacity(new ConstantSchedule(nats)).PerExample(output, nothing).MeanAll());
        // d (1/2 (mu^2 / 2)) / dmu at mu = 2, of two examples.
        Assert.Equal(sign, output.Posterior.Parts[0].Gradient.Span[0], 1e-6);
    }

    private (VariationalOutput Output, Variable Nothing) Output()
    {
        HandMadeOutput made = new(device);
        float[] none = [0, 0, 0, 0];
        return (made.Of([2, 0, 0, 0], none, none, none), made.Nothing);
    }
}
