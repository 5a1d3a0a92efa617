using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Autodiff;

/// <summary>The functions of logits, where e^logit overflows or vanishes.</summary>
public sealed class ExtremeLogitsTests : IDisposable
{
    private static readonly float[] Logits =
    [
        0f,
        -0f,
        1e-4f,
        -1e-4f,
        1f,
        -1f,
        15f,
        -15f,
        17f,
        -17f,
        88f,
        -88f,
        100f,
        -100f,
        1e4f,
        -1e4f,
    ];

    private static readonly float[][] Rows =
    [
        [100f, -100f, 0f], [1e4f, 0f, -1e4f], [1e4f, 1e4f, 1e4f], [-1e4f, -1e4f, -1e4f], [-100f, -101f, -102f],
        [1e4f, 9999f, 9998.5f], [-1e4f, -9999f, -9998.5f], [100f, 99f, -1e4f], [1e-4f, 0f, -1e-4f],
    ];

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Softplus_and_its_derivative_equal_float64()
    {
        (float[] value, float[] gradient) = Run(x => x.Softplus(), Logits, [Logits.Length]);
        for (int i = 0; i < Logits.Length; i++)
        {
            AssertRelative(Softplus(Logits[i]), value[i]);
            AssertRelative(Sigmoid(Logits[i]), gradient[i]);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(0.25f)]
    public void Bernoulli_log_probability_and_its_derivative_equal_float64(float target)
    {
        (float[] value, float[] gradient) = Run(
            x => new Bernoulli(x).LogProbability(x.Tape.Constant(Tensor.Filled(x.Shape, target))),
            Logits,
            [Logits.Length, 1]);
        for (int i = 0; i < Logits.Length; i++)
        {
            AssertRelative(-target * Softplus(-Logits[i]) - (1 - target) * Softplus(Logits[i]), value[i]);
            // With a soft target the two halves may cancel: the accuracy is in units of the larger.
            double slope = target * Sigmoid(-Logits[i]) - (1 - target) * Sigmoid(Logits[i]);
            if (target is 0 or 1)
                AssertRelative(slope, gradient[i]);
            else
                Assert.Equal(slope, gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Log_sum_exp_and_its_derivative_equal_float64()
    {
        foreach (float[] row in Rows)
        {
            (float[] value, float[] gradient) = Run(x => x.LogSumExp(), row, [1, row.Length]);
            AssertRelative(LogSumExp(row), value[0]);
            for (int i = 0; i < row.Length; i++)
                AssertRelative(Math.Exp(LogSoftmax(row, i)), gradient[i]);
        }
    }

    [Fact]
    public void Log_softmax_and_its_derivative_equal_float64()
    {
        foreach (float[] row in Rows)
        {
            (float[] value, float[] gradient) = Run(x => x.LogSoftmax().Columns(0, 1), row, [1, row.Length]);
            AssertRelative(LogSoftmax(row, 0), value[0]);
            for (int i = 0; i < row.Length; i++)
                Assert.Equal((i == 0 ? 1 : 0) - Math.Exp(LogSoftmax(row, i)), gradient[i], 1e-6);
        }
    }

    private static void AssertRelative(double expected, float actual)
    {
        // Below the normal range float32 keeps fewer digits or none.
        double allowed = 1e-6 * Math.Abs(expected) + 2e-38;
        if (!(Math.Abs(actual - expected) <= allowed))
            Assert.Fail($"{actual:R}, expected {expected:R} to within {allowed:G3}.");
    }

    private static double Softplus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    // float64's ln(1 + t) loses t's digits below 1e-16 / 1e-7; there t - t^2/2 is exact enough.
    private static double LogOnePlus(double t) => t < 1e-7 ? t - 0.5 * t * t : Math.Log(1 + t);

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double LogSumExp(float[] row)
    {
        double maximum = row.Max();
        return maximum + Math.Log(row.Sum(x => Math.Exp(x - maximum)));
    }

    private static double LogSoftmax(float[] row, int index)
    {
        double maximum = row.Max();
        int first = Array.IndexOf(row, row.Max());
        return row[index] - maximum - LogOnePlus(row.Where((_, i) => i != first).Sum(x => Math.Exp(x - maximum)));
    }

    private (float[] Value, float[] Gradient) Run(Func<Variable, Variable> function, float[] values, int[] shape)
    {
        var tape = new Tape(device);
        Variable x = tape.Watch(Tensor.FromValues(new Shape(shape), values)), y = function(x);
        tape.Backward(y.SumAll());
        return (y.Value.Span.ToArray(), x.Gradient.Span.ToArray());
    }
}
