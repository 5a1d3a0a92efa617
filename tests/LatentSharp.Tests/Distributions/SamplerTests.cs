using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Distributions;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Distributions;

/// <summary>What likelihoods draw has the moments that they say.</summary>
public sealed class SamplerTests : IDisposable
{
    private const int Count = 200_000;

    private readonly Device device = Device.Cpu(1);
    private readonly Tape tape;

    public SamplerTests() => tape = new Tape(device);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Bits_are_one_as_often_as_their_probability()
    {
        Variable logits = tape.Constant(Tensor.FromValues(new Shape(1, 3), [-2, 0, 40]));
        float[] drawn = Draw(new Bernoulli(logits.Repeat(Count)), 3);
        Assert.All(drawn, bit => Assert.True(bit is 0 or 1));
        foreach ((int place, double p) in new[] { (0, 1 / (1 + Math.Exp(2))), (1, 0.5), (2, 1.0) })
            Assert.Equal(p, Mean(drawn, place, 3), 5 * Math.Sqrt(p * (1 - p) / Count) + 1e-9);
    }

    [Fact]
    public void A_class_is_drawn_as_often_as_its_probability_and_one_of_none_never()
    {
        Variable logits = tape.Constant(
            Tensor.FromValues(new Shape(1, 4), [MathF.Log(0.1f), -200, MathF.Log(0.6f), MathF.Log(0.3f)]));
        float[] drawn = Draw(new Categorical(logits.Repeat(Count)), 4);
        Assert.All(drawn.Chunk(4), row => Assert.Equal([0f, 0f, 0f, 1f], row.Order()));
        foreach ((int place, double p) in new[] { (0, 0.1), (1, 0.0), (2, 0.6), (3, 0.3) })
            Assert.Equal(p, Mean(drawn, place, 4), 5 * Math.Sqrt(p * (1 - p) / Count) + 1e-9);
    }

    [Fact]
    public void The_last_class_takes_what_rounding_leaves()
    {
        var sampler = new Categorical(tape.Constant(new Tensor(new Shape(1, 3))));
        Tensor tooLittle = Tensor.FromValues(new Shape(1, 3), [0.3f, 0.3f, 0.3f]);
        float[] numbers = [0.99f, 0, 0];
        sampler.Draw(tooLittle, numbers);
        Assert.Equal([0f, 0f, 1f], numbers);
    }

    [Fact]
    public void Real_targets_have_the_mean_and_the_common_variance()
    {
        Variable mean = tape.Constant(Tensor.FromValues(new Shape(1, 2), [3, -1]));
        var normal = new ScaledNormal(mean.Repeat(Count), tape.Constant(Tensor.Filled(new Shape(1), MathF.Log(0.25f))));
        float[] drawn = Draw(normal, 2);
        Assert.Equal(3, Mean(drawn, 0, 2), 5 * 0.5 / Math.Sqrt(Count));
        Assert.Equal(-1, Mean(drawn, 1, 2), 5 * 0.5 / Math.Sqrt(Count));
        double variance = drawn.Where((_, i) => i % 2 == 0).Average(y => (y - 3.0) * (y - 3.0));
        Assert.Equal(0.25, variance, 5 * 0.25 * Math.Sqrt(2.0 / Count));
    }

    private static double Mean(float[] drawn, int place, int width) =>
        drawn.Where((_, i) => i % width == place).Average(value => (double)value);

    private static float[] Draw(ISampler sampler, int width)
    {
        var numbers = new float[Count * width];
        var stream = new RandomStream(1, RandomPurpose.Synthesis);
        if (sampler.DrawsFromNormal)
            stream.FillNormal(numbers);
        else
            stream.FillUniform(numbers);
        sampler.Draw(sampler.Mean.Value, numbers);
        return numbers;
    }
}
