using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents;
using LatentSharp.Latents.Categorical;
using LatentSharp.Tensors;
using LatentSharp.Tests.Autodiff;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Latents.Categorical;

/// <summary>A categorical latent against sums over all of its values in float64.</summary>
public sealed class CategoricalLatentTests : IDisposable
{
    private const int Batch = 5;

    private static readonly GivenNoise NoNoise = new(new Tensor(new Shape(0)));

    private readonly Device device = Device.Cpu(1);

    public static TheoryData<int, int> Sizes => new() { { 1, 2 }, { 1, 7 }, { 2, 3 }, { 3, 4 } };

    public void Dispose() => device.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_divergence_and_the_entropy_are_sums_over_all_values(int variables, int values)
    {
        Tensor q = Logits(variables, values, step: 1), p = Logits(variables, values, step: 2);
        GradientCheck.Check(
            x => new CategoricalLatent(x[0], values).Divergence(new CategoricalLatent(x[1], values)),
            x => Tables(variables, values, x[0]).Zip(
                Tables(variables, values, x[1]),
                (own, other) => own.Zip(other, (a, b) => a * Math.Log(a / b)).Sum()).ToArray(),
            q,
            p);
        GradientCheck.Check(
            x => new CategoricalLatent(x[0], values).Entropy(),
            x => [.. Tables(variables, values, x[0]).Select(own => -own.Sum(a => a * Math.Log(a)))],
            q);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_divergence_is_a_sum_over_variables_and_that_of_the_mean_a_number(int variables, int values)
    {
        Tensor q = Logits(variables, values, step: 1), p = Logits(variables, values, step: 2);
        GradientCheck.Check(
            x => new CategoricalLatent(x[0], values).DivergencePerDimension(new CategoricalLatent(x[1], values)),
            x => Tables(1, values, x[0]).Zip(
                Tables(1, values, x[1]),
                (own, other) => own.Zip(other, (a, b) => a * Math.Log(a / b)).Sum()).ToArray(),
            q,
            p);
        GradientCheck.Check(
            x => new CategoricalLatent(x[0], values).MarginalDivergence(),
            x =>
            {
                double[][] tables = Tables(1, values, x[0]);
                return
                [
                    Enumerable.Range(0, variables * values).Sum(column =>
                    {
                        double mean = Enumerable.Range(0, Batch).Average(example =>
                            tables[example * variables + column / values][column % values]);
                        return mean * Math.Log(mean * values);
                    }),
                ];
            },
            q);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Draws_are_all_values_once_with_their_probabilities(int variables, int values)
    {
        int count = (int)Math.Pow(values, variables);
        Tensor logits = Logits(variables, values, step: 1);
        var latent = new CategoricalLatent(new Tape(device).Constant(logits), values);
        LatentDraws all = latent.Draw(7, NoNoise);
        Assert.Equal((count, (int?)count), (all.Count, latent.Family.Enumerated));
        for (int example = 0; example < Batch; example++)
        {
            string[] rows = [.. Enumerable.Range(0, count).Select(value =>
                string.Join(' ', all.Values.Value.Row(value * Batch + example).ToArray()))];
            Assert.Equal(count, rows.Distinct().Count());
        }

        Assert.All(
            all.Values.Value.Span.ToArray().Chunk(values),
            block => Assert.Equal((1, 1f), (block.Count(x => x != 0), block.Sum())));

        // The order of values is that of the tables below.
        double[][] tables = Tables(variables, values, [.. logits.Span.ToArray().Select(x => (double)x)]);
        for (int row = 0; row < count * Batch; row++)
            Assert.Equal(Math.Log(tables[row % Batch][row / Batch]), all.LogWeights!.Value.Span[row], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Expectations_are_exact_and_differentiable(int variables, int values)
    {
        int count = (int)Math.Pow(values, variables);
        Tensor f = Draws.Normal(new Shape(count * Batch), step: 3);
        GradientCheck.Check(
            x => new CategoricalLatent(x[0], values).Draw(1, NoNoise).Expectation(x[1]),
            x => [.. Tables(variables, values, x[0]).Select((table, example) =>
                table.Select((p, value) => p * x[1][value * Batch + example]).Sum())],
            Logits(variables, values, step: 1),
            f);
    }

    [Fact]
    public void An_expectation_over_all_values_is_the_mean_of_a_million_samples_but_for_chance()
    {
        const int count = 1_000_000, variables = 2, values = 3;
        Tensor logits = Draws.Normal(new Shape(1, variables * values), step: 4),
            f = Draws.Normal(new Shape(variables * values, 4), step: 5);
        var tape = new Tape(device);
        var latent = new CategoricalLatent(tape.Constant(logits), values);
        LatentDraws all = latent.Draw(1, NoNoise);
        double exact = all.Expectation(Of(all)).Value.Span[0];

        LatentDraws sampled = latent.Sample(count, KeyedNoise.OfStep(1, RandomPurpose.Synthesis, step: 0));
        Assert.Equal((count, null), (sampled.Count, sampled.LogWeights));
        Variable perDraw = Of(sampled);
        double mean = perDraw.Value.Span.ToArray().Average(x => (double)x),
            variance = perDraw.Value.Span.ToArray().Average(x => (x - mean) * (x - mean));
        Assert.Equal(exact, mean, 5 * Math.Sqrt(variance / count));

        // A function of both variables together.
        Variable Of(LatentDraws draws) => draws.Values.MatrixMultiply(tape.Constant(f)).Tanh().Square().SumLast();
    }

    [Theory]
    [InlineData(12, 2, 4096)]
    [InlineData(13, 2, null)]
    [InlineData(1, 4096, 4096)]
    [InlineData(20, 10, null)]
    public void More_values_than_4096_are_sampled(int variables, int values, int? enumerated) =>
        Assert.Equal(enumerated, CategoricalLatent.FamilyOf(variables, values).Enumerated);

    [Fact]
    public void Many_values_are_drawn_one_of_each_variable_as_often_as_it_is_likely()
    {
        const int count = 20_000, variables = 20, values = 10;
        Tensor logits = Draws.Normal(new Shape(1, variables * values), step: 6);
        var latent = new CategoricalLatent(new Tape(device).Constant(logits), values);
        LatentDraws draws = latent.Draw(count, KeyedNoise.OfStep(2, RandomPurpose.Synthesis, step: 0));
        Assert.Equal((count, null), (draws.Count, draws.LogWeights));
        var seen = new double[variables * values];
        for (int draw = 0; draw < count; draw++)
        {
            Span<float> row = draws.Values.Value.Row(draw);
            for (int i = 0; i < row.Length; i++)
                seen[i] += row[i] / (double)count;
        }

        float[] logs = latent.LogProbabilities.Value.Span.ToArray();
        for (int i = 0; i < seen.Length; i++)
        {
            double p = Math.Exp(logs[i]);
            Assert.Equal(p, seen[i], 5 * Math.Sqrt(p * (1 - p) / count));
        }
    }

    [Fact]
    public void Noise_at_the_ends_of_its_range_is_finite()
    {
        var tape = new Tape(device);
        var latent = new CategoricalLatent(tape.Constant(new Tensor(new Shape(1, 2))), values: 2);
        Tensor ends = Tensor.FromValues(new Shape(1, 2), [0f, 1f - 1f / (1 << 24)]);
        Assert.All(
            latent.Perturbed(1, new GivenNoise(ends)).Value.Span.ToArray(),
            x => Assert.InRange(x, -4f, 17f));
    }

    [Fact]
    public void A_muted_router_is_uniform_and_gets_the_gradient_of_what_is_chosen()
    {
        const int values = 4;
        Tensor q = Logits(1, values, step: 1), p = Logits(1, values, step: 2);
        var tape = new Tape(device);
        (Variable own, Variable router) = (tape.Watch(q), tape.Watch(p));
        var posterior = new CategoricalLatent(own, values);
        Variable divergence = posterior.Divergence(new CategoricalLatent(router, values).Muted());
        double[][] tables = Tables(1, values, [.. q.Span.ToArray().Select(x => (double)x)]),
            routed = Tables(1, values, [.. p.Span.ToArray().Select(x => (double)x)]);
        tape.Backward(divergence.SumAll());
        for (int example = 0; example < Batch; example++)
        {
            double expected = tables[example].Sum(a => a * Math.Log(a * values));
            Assert.Equal(expected, divergence.Value.Span[example], 1e-5);
            for (int value = 0; value < values; value++)
            {
                // d CE(q, p) / d logits = p - q; and q is drawn to the uniform distribution alone.
                double a = tables[example][value];
                Assert.Equal(routed[example][value] - a, router.Gradient.Row(example)[value], 1e-5);
                Assert.Equal(a * (Math.Log(a * values) - expected), own.Gradient.Row(example)[value], 1e-5);
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var tape = new Tape(device);
        Variable logits = tape.Constant(new Tensor(new Shape(2, 6)));
        Assert.Equal(
            "LogSoftmax: 4 values do not divide the innermost axis of shape [2, 6]; give [..., variables * values].",
            Assert.Throws<ArgumentException>(() => new CategoricalLatent(logits, 4)).Message);
        Assert.Equal(
            "A categorical latent of 6 variables with 1 values: give at least 1 variable of at least 2.",
            Assert.Throws<ArgumentException>(() => new CategoricalLatent(logits, 1)).Message);
        Assert.Equal(
            "The KL of a categorical latent is to a prior over the same values; this one is categorical, of shape " +
                "[2, 6].",
            Assert.Throws<ArgumentException>(() =>
                new CategoricalLatent(logits, 3).Divergence(new CategoricalLatent(logits, 2))).Message);
    }

    private static Tensor Logits(int variables, int values, ulong step) =>
        Draws.Normal(new Shape(Batch, variables * values), step);

    // p of every value of z for each example; the first variable changes fastest.
    private static double[][] Tables(int variables, int values, double[] logits)
    {
        int count = (int)Math.Pow(values, variables);
        return [.. logits.Chunk(variables * values).Select(row =>
        {
            double[][] shares = [.. row.Chunk(values).Select(block =>
                block.Select(x => Math.Exp(x) / block.Sum(Math.Exp)).ToArray())];
            return Enumerable.Range(0, count).Select(value =>
                shares.Select((share, i) => share[value / (int)Math.Pow(values, i) % values])
                    .Aggregate(1.0, (a, b) => a * b)).ToArray();
        })];
    }
}
