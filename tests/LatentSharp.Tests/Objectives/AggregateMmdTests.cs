using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Tensors;
using LatentSharp.Tests.Autodiff;
using LatentSharp.Tests.Compute;
using LatentSharp.Tests.Models;

namespace LatentSharp.Tests.Objectives;

public sealed class AggregateMmdTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Two_examples_far_apart_between_q_and_p_count_the_kernels_within_each()
    {
        // z at 0 and 2, w at 1e4 and 1e4 + 2, in one dimension: k within is 2 / (2 + 4), between nothing.
        float[] found = Of([0, 2], [1e4f, 1e4f + 2]);
        Assert.Equal([2f / 3, 2f / 3], found, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_batch_of_one_has_no_pairs() => Assert.Equal([0f], Of([3], [1]));

    [Fact]
    public void Its_mean_over_batches_of_any_size_is_the_same_number()
    {
        // q = N(1, 1) and p = N(0, 1), in 400 batches of 4 and in 100 of 16: the closed form by quadrature below.
        double expected = Expected(1);
        foreach ((int batches, int size) in ((int, int)[])[(1600, 4), (400, 16)])
        {
            double[] means =
            [
                .. Enumerable.Range(0, batches).Select(b => (double)Of(
                    [.. Draws.Normal(new Shape(size), (ulong)(2 * b)).Span.ToArray().Select(z => z + 1)],
                    Draws.Normal(new Shape(size), (ulong)(2 * b + 1)).Span.ToArray()).Average()),
            ];
            double mean = means.Average(),
                error = Math.Sqrt(means.Sum(value => (value - mean) * (value - mean))) / batches;
            Assert.InRange(mean, expected - 4 * error, expected + 4 * error);
            Assert.InRange(error, 0, 0.2 * expected);
        }
    }

    [Fact]
    public void Its_gradient_is_that_of_the_equation() =>
        GradientCheck.Check(
            x => new AggregateMmd().PerExample(Output(x[0], x[1]), x[0]),
            x => Reference(x[0], x[1], width: 3),
            Draws.Normal(new Shape(4, 3), step: 1),
            Draws.Normal(new Shape(4, 3), step: 2));

    [Fact]
    public void Draws_from_the_prior_are_asked_for()
    {
        HandMadeOutput made = new(device);
        float[] none = [0, 0, 0, 0];
        Assert.Contains(
            "no sampled draws from the prior; ask VariationalPass for some",
            Assert.Throws<ArgumentException>(() =>
                new AggregateMmd().PerExample(made.Of(none, none, none, none), made.Nothing)).Message,
            StringComparison.Ordinal);
    }

    private static double[] Reference(double[] z, double[] w, int width)
    {
        int batch = z.Length / width;
        return
        [
            .. Enumerable.Range(0, batch).Select(i =>
                Enumerable.Range(0, batch).Where(j => j != i).Sum(j =>
                    Kernel(z, i, z, j) + Kernel(w, i, w, j) - Kernel(z, i, w, j) - Kernel(w, i, z, j)) / (batch - 1)),
        ];

        double Kernel(double[] a, int i, double[] b, int j)
        {
            double distance = Enumerable.Range(0, width).Sum(d => Math.Pow(a[i * width + d] - b[j * width + d], 2));
            return 2 * width / (2 * width + distance);
        }
    }

    // 2 E[k] of a difference of variance 2 around 0 less around the shift.
    private static double Expected(double shift)
    {
        return 2 * (Mean(0) - Mean(shift));

        static double Mean(double shift)
        {
            double sum = 0;
            const double Step = 1e-3;
            for (double t = -12; t < 12; t += Step)
                sum += Step * Math.Exp(-t * t / 4) / Math.Sqrt(4 * Math.PI) * 2 / (2 + (t + shift) * (t + shift));
            return sum;
        }
    }

    private static VariationalOutput Output(Variable z, Variable w)
    {
        var normal = new DiagonalNormal(z, z);
        return Passes.Output(normal, normal, z, new Bernoulli(z)) with { PriorDraws = new LatentDraws(w, Count: 1) };
    }

    private float[] Of(float[] z, float[] w)
    {
        var tape = new Tape(device);
        VariationalOutput output = Output(Column(z), Column(w));
        return new AggregateMmd().PerExample(output, output.Posterior.Parts[0]).Value.Span.ToArray();

        Variable Column(float[] values) => tape.Constant(Tensor.FromValues(new Shape(values.Length, 1), values));
    }
}
