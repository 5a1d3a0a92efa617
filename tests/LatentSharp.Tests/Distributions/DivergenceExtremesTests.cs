using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Distributions;

/// <summary>KL between normals of very different, equal and almost equal variances.</summary>
public sealed class DivergenceExtremesTests : IDisposable
{
    private static readonly float[] LogVariances = [-30f, -20f, -10f, -3f, -1f, -0.1f, 0f, 0.1f, 1f, 3f, 10f, 20f, 30f];

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(-300f)]
    public void Divergence_over_the_whole_range_equals_float64(float mean)
    {
        foreach (float q in LogVariances)
        {
            foreach (float p in LogVariances)
                AssertDivergence(mean, q, 0.5f, p);
        }
    }

    [Theory]
    [InlineData(1e-1f)]
    [InlineData(1e-2f)]
    [InlineData(1e-3f)]
    [InlineData(1e-4f)]
    [InlineData(1e-6f)]
    [InlineData(-1e-2f)]
    [InlineData(-1e-5f)]
    public void Divergence_of_almost_equal_distributions_keeps_its_digits(float difference)
    {
        foreach (float p in new[] { -20f, -1f, 0f, 1f, 20f })
        {
            AssertDivergence(0.5f, p + difference, 0.5f, p);
            AssertDivergence(0.5f + difference, p + difference, 0.5f, p);
        }
    }

    [Fact]
    public void Divergence_of_a_distribution_from_itself_and_its_gradient_are_exactly_zero()
    {
        var tape = new Tape(device);
        Tensor mean = Draws.Normal(new Shape(LogVariances.Length, 9), step: 1), logVariance = new(mean.Shape);
        for (int row = 0; row < LogVariances.Length; row++)
            logVariance.Row(row).Fill(LogVariances[row]);
        Variable m = tape.Watch(mean),
            v = tape.Watch(logVariance);
        Variable divergence = DiagonalNormal.Divergence(
            new DiagonalNormal(m, v),
            new DiagonalNormal(tape.Watch(mean), tape.Watch(logVariance)));
        tape.Backward(divergence.SumAll());
        Assert.All(divergence.Value.Span.ToArray(), value => Assert.Equal(0f, value));
        Assert.All(m.Gradient.Span.ToArray(), value => Assert.Equal(0f, value));
        Assert.All(v.Gradient.Span.ToArray(), value => Assert.Equal(0f, value));
    }

    private void AssertDivergence(float qMean, float qLogVariance, float pMean, float pLogVariance)
    {
        var tape = new Tape(device);
        var one = new Shape(1, 1);
        Variable m = tape.Watch(Tensor.Filled(one, qMean)),
            v = tape.Watch(Tensor.Filled(one, qLogVariance));
        var p = new DiagonalNormal(
            tape.Constant(Tensor.Filled(one, pMean)),
            tape.Constant(Tensor.Filled(one, pLogVariance)));
        Variable divergence = DiagonalNormal.Divergence(new DiagonalNormal(m, v), p);
        tape.Backward(divergence.SumAll());

        double d = (double)qLogVariance - pLogVariance,
            difference = (double)qMean - pMean;
        AssertRelative(
            0.5 * (ExpMinusOneMinus(d) + difference * difference * Math.Exp(-(double)pLogVariance)),
            divergence.Scalar);
        AssertRelative(difference * Math.Exp(-(double)pLogVariance), m.Gradient.Span[0]);
        AssertRelative(0.5 * (ExpMinusOneMinus(d) + d), v.Gradient.Span[0]);

        void AssertRelative(double expected, float actual)
        {
            if (!(Math.Abs(actual - expected) <= 1e-5 * Math.Abs(expected)))
                Assert.Fail(
                    $"KL(N({qMean}, e^{qLogVariance}) || N({pMean}, e^{pLogVariance})): {actual:R}, expected " +
                        $"{expected:R}.");
        }
    }

    // e^d - 1 - d by its series where the difference would cancel in float64 as well.
    private static double ExpMinusOneMinus(double d)
    {
        if (Math.Abs(d) > 0.5)
            return Math.Exp(d) - 1 - d;
        double sum = 0, term = d;
        for (int n = 2; n <= 20; n++)
            sum += term *= d / n;
        return sum;
    }
}
