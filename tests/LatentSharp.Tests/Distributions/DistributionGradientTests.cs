using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Tensors;
using LatentSharp.Tests.Autodiff;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Distributions;

public class DistributionGradientTests
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    public static TheoryData<int, int> Shapes { get; } =
    [
        (1, 1),
        (4, 3),
        (0, 3),
        (3, 0),
        (2, 5),
        (3, 7),
        (2, 8),
        (2, 9),
        (2, 15),
        (3, 17),
        (2, 31),
        (2, 33),
        (1, 63),
        (2, 65),
    ];

    public static TheoryData<int, int> ShapesWithClasses { get; } =
        [.. from shape in Shapes where shape.Data.Item2 > 0 select shape.Data];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Normal_log_probability(int batch, int n) =>
        GradientCheck.Check(
            v => new DiagonalNormal(v[1], v[2]).LogProbability(v[0]),
            v => SumRows(batch, n, i => LogDensity(v[0][i], v[1][i], v[2][i])),
            Normal(batch, n, 1), Normal(batch, n, 2), Normal(batch, n, 3));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Divergence_of_two_normals(int batch, int n) =>
        GradientCheck.Check(
            v => DiagonalNormal.Divergence(new DiagonalNormal(v[0], v[1]), new DiagonalNormal(v[2], v[3])),
            v => SumRows(batch, n, i => KullbackLeibler(v[0][i], v[1][i], v[2][i], v[3][i])),
            Normal(batch, n, 1), Normal(batch, n, 2), Normal(batch, n, 3), Normal(batch, n, 4));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Divergence_from_one_prior_for_the_whole_batch(int batch, int n) =>
        GradientCheck.Check(
            v => DiagonalNormal.Divergence(new DiagonalNormal(v[0], v[1]), new DiagonalNormal(v[2], v[3])),
            v => SumRows(batch, n, i => KullbackLeibler(v[0][i], v[1][i], v[2][i % n], v[3][i % n])),
            Normal(batch, n, 1), Normal(batch, n, 2), Normal(1, n, 3), Normal(1, n, 4));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Divergence_from_the_unit_normal(int batch, int n) =>
        GradientCheck.Check(
            v => DiagonalNormal.DivergenceFromUnit(new DiagonalNormal(v[0], v[1])),
            v => SumRows(batch, n, i => KullbackLeibler(v[0][i], v[1][i], 0, 0)),
            Normal(batch, n, 1), Normal(batch, n, 2));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Normal_entropy(int batch, int n) =>
        GradientCheck.Check(
            v => new DiagonalNormal(v[0].Tape.Constant(new Tensor(v[0].Shape)), v[0]).Entropy(),
            v => SumRows(batch, n, i => 0.5 * (1 + LogTwoPi + v[0][i])),
            Normal(batch, n, 1));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reparameterised_sample(int batch, int n)
    {
        Tensor noise = Normal(batch, n, 3);
        GradientCheck.Check(
            v => new DiagonalNormal(v[0], v[1]).Reparameterize(v[0].Tape.Constant(noise)),
            v => [.. v[0].Select((mean, i) => mean + Math.Exp(0.5 * v[1][i]) * noise.Span[i])],
            Normal(batch, n, 1), Normal(batch, n, 2));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Bernoulli_log_probability_and_mean(int batch, int n)
    {
        GradientCheck.Check(
            v => new Bernoulli(v[0]).LogProbability(v[1]),
            v => SumRows(batch, n, i => v[1][i] * v[0][i] - Math.Log(1 + Math.Exp(v[0][i]))),
            Normal(batch, n, 1), Draws.Positive(new Shape(batch, n), 2));
        GradientCheck.Check(
            v => new Bernoulli(v[0]).Mean,
            v => [.. v[0].Select(logit => 1 / (1 + Math.Exp(-logit)))],
            Normal(batch, n, 1));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Scaled_normal_log_probability(int batch, int n) =>
        GradientCheck.Check(
            v => new ScaledNormal(v[0], v[1]).LogProbability(v[2]),
            v => SumRows(batch, n, i => LogDensity(v[2][i], v[0][i], v[1][0])),
            Normal(batch, n, 1), Draws.Normal(new Shape(1), 2), Normal(batch, n, 3));

    [Theory]
    [MemberData(nameof(ShapesWithClasses))]
    public void Categorical_log_probability_and_mean(int batch, int n)
    {
        GradientCheck.Check(
            v => new Categorical(v[0]).LogProbability(v[1]),
            v => SumRows(batch, n, i => v[1][i] * (v[0][i] - Math.Log(Row(v[0], i / n, n).Sum(Math.Exp)))),
            Normal(batch, n, 1), Normal(batch, n, 2));
        GradientCheck.Check(
            v => new Categorical(v[0]).Mean,
            v => [.. v[0].Select((logit, i) => Math.Exp(logit) / Row(v[0], i / n, n).Sum(Math.Exp))],
            Normal(batch, n, 1));
    }

    [Fact]
    public void Distribution_used_twice_receives_both_gradients() =>
        GradientCheck.Check(
            v =>
                DiagonalNormal.Divergence(new DiagonalNormal(v[0], v[1]), new DiagonalNormal(v[1], v[0]))
                + new DiagonalNormal(v[0], v[1]).Entropy(),
            v =>
                SumRows(
                    3,
                    5,
                    i => KullbackLeibler(v[0][i], v[1][i], v[1][i], v[0][i]) + 0.5 * (1 + LogTwoPi + v[1][i])),
            Normal(3, 5, 1),
            Normal(3, 5, 2));

    [Fact]
    public void Reparameterised_gradient_keeps_its_accuracy_beside_a_large_mean()
    {
        // With a deviation of 1e-3 at 1000, z - mu would have one digit left.
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable mean = tape.Watch(Tensor.Filled(new Shape(1, 9), 1000f));
        Variable logVariance = tape.Watch(Tensor.Filled(new Shape(1, 9), 2f * MathF.Log(1e-3f)));
        Tensor noise = Normal(1, 9, 1);
        tape.Backward(new DiagonalNormal(mean, logVariance).Reparameterize(tape.Constant(noise)).SumAll());
        for (int i = 0; i < 9; i++)
        {
            double expected = 0.5 * Math.Exp(0.5 * logVariance.Value.Span[i]) * noise.Span[i];
            Assert.Equal(expected, logVariance.Gradient.Span[i], 1e-6 * Math.Abs(expected));
        }
    }

    private static Tensor Normal(int batch, int n, ulong step) => Draws.Normal(new Shape(batch, n), step);

    private static double[] SumRows(int batch, int n, Func<int, double> term) =>
        [.. Enumerable.Range(0, batch).Select(row => Enumerable.Range(row * n, n).Sum(term))];

    private static double[] Row(double[] values, int row, int n) => values[(row * n)..((row + 1) * n)];

    private static double LogDensity(double x, double mean, double logVariance) =>
        -0.5 * (LogTwoPi + logVariance + (x - mean) * (x - mean) / Math.Exp(logVariance));

    private static double KullbackLeibler(double mean, double logVariance, double priorMean, double priorLogVariance) =>
        0.5
        * (
            priorLogVariance
            - logVariance
            - 1
            + (Math.Exp(logVariance) + (mean - priorMean) * (mean - priorMean)) / Math.Exp(priorLogVariance));
}
