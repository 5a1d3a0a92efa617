using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Latents;

/// <summary>Noise is a function of its key, held against the streams of numbers themselves.</summary>
public sealed class KeyedNoiseTests : IDisposable
{
    private const ulong Seed = 7;
    private const int Examples = 10, Width = 5;

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_numbers_of_a_held_out_example_lie_where_its_place_in_the_data_says(bool normal)
    {
        float[] all = HeldOut(normal, firstDraw: 2, draws: 3, first: 0, count: Examples);
        for (int draw = 0; draw < 3; draw++)
        {
            // A draw's stream is of the step whose upper half is the draw.
            float[] stream = Stream(normal, RandomPurpose.EvaluationNoise, (ulong)(2 + draw) << 32, Examples * Width);
            Assert.Equal(stream, all[(draw * Examples * Width)..((draw + 1) * Examples * Width)]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Held_out_noise_depends_neither_on_the_batch_nor_on_the_portions_of_draws(bool normal)
    {
        float[] all = HeldOut(normal, firstDraw: 0, draws: 4, first: 0, count: Examples);
        foreach ((int first, int count) in new[] { (0, 1), (3, 4), (7, 3), (9, 1) })
        {
            foreach ((int firstDraw, int draws) in new[] { (0, 4), (1, 2), (3, 1) })
            {
                float[] part = HeldOut(normal, firstDraw, draws, first, count);
                Assert.Equal(draws * count * Width, part.Length);
                for (int i = 0; i < part.Length; i++)
                {
                    int draw = firstDraw + i / (count * Width), place = first * Width + i % (count * Width);
                    Assert.Equal(all[draw * Examples * Width + place], part[i]);
                }
            }
        }
    }

    [Fact]
    public void An_example_far_into_the_data_has_its_own_numbers()
    {
        // Beyond 2^31 numbers: 300 million examples of 10.
        const int far = 300_000_000;
        var stream = new RandomStream(Seed, RandomPurpose.EvaluationNoise);
        var expected = new float[2 * Width];
        stream.FillNormal(expected, (long)far * 2 * Width);
        Assert.Equal(
            expected,
            Numbers(KeyedNoise.OfExamples(Seed, RandomPurpose.EvaluationNoise, 0, far), true, 1, 1, 2 * Width));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_noise_of_a_training_step_is_one_stream_of_that_step(bool normal)
    {
        foreach (long step in new[] { 0L, 1, 1L << 33 })
        {
            Assert.Equal(
                Stream(normal, RandomPurpose.PosteriorNoise, (ulong)step, 3 * Examples * Width),
                Numbers(KeyedNoise.OfStep(Seed, RandomPurpose.PosteriorNoise, step), normal, 3, Examples, Width));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Steps_purposes_draws_and_seeds_give_numbers_that_have_nothing_to_do_with_each_other(bool normal)
    {
        const int count = 4000;
        float[][] streams =
        [
            Numbers(KeyedNoise.OfStep(1, RandomPurpose.PosteriorNoise, 5), normal, 1, count, 1),
            Numbers(KeyedNoise.OfStep(1, RandomPurpose.PosteriorNoise, 6), normal, 1, count, 1),
            Numbers(KeyedNoise.OfStep(1, RandomPurpose.RouterNoise, 5), normal, 1, count, 1),
            Numbers(KeyedNoise.OfStep(2, RandomPurpose.PosteriorNoise, 5), normal, 1, count, 1),
            .. Numbers(KeyedNoise.OfExamples(1, RandomPurpose.EvidenceRouter, 1, 0), normal, 3, count, 1).Chunk(count),
            Numbers(KeyedNoise.OfExamples(1, RandomPurpose.EvidencePosterior, 1, 0), normal, 1, count, 1),
        ];
        double expectedMean = normal ? 0 : 0.5, expectedVariance = normal ? 1 : 1.0 / 12;
        for (int i = 0; i < streams.Length; i++)
        {
            // Five standard errors.
            double mean = streams[i].Average(x => (double)x);
            Assert.Equal(expectedMean, mean, 5 * Math.Sqrt(expectedVariance / count));
            double variance = Covariance(streams[i], streams[i]);
            Assert.Equal(expectedVariance, variance, 5 * expectedVariance * Math.Sqrt(2.0 / count));
            for (int j = 0; j < i; j++)
                Assert.Equal(0, Covariance(streams[i], streams[j]) / expectedVariance, 5 / Math.Sqrt(count));
        }

        double Covariance(float[] a, float[] b)
        {
            double sum = 0;
            for (int i = 0; i < count; i++)
                sum += (a[i] - expectedMean) * (b[i] - expectedMean);
            return sum / count;
        }
    }

    [Fact]
    public void Noise_is_a_constant()
    {
        var tape = new Tape(device);
        var noise = KeyedNoise.OfStep(Seed, RandomPurpose.PosteriorNoise, 0);
        Assert.False(noise.Normal(tape, 2, 3, Width).RequiresGradient);
        Variable x = tape.Watch(Tensor.Filled(new Shape(6, Width), 1f)), uniform = noise.Uniform(tape, 2, 3, Width);
        Assert.Equal(new Shape(6, Width), uniform.Shape);
        tape.Backward((x * uniform).SumAll());
        Assert.Equal(uniform.Value.Span, x.Gradient.Span);
        Assert.Throws<NotSupportedException>(() => uniform.Operation!.Backward(uniform));
    }

    private float[] HeldOut(bool normal, int firstDraw, int draws, int first, int count) =>
        Numbers(
            KeyedNoise.OfExamples(Seed, RandomPurpose.EvaluationNoise, firstDraw, first),
            normal,
            draws,
            count,
            Width);

    private float[] Numbers(KeyedNoise noise, bool normal, int draws, int batch, int width)
    {
        var tape = new Tape(device);
        Variable numbers = normal
            ? noise.Normal(tape, draws, batch, width)
            : noise.Uniform(tape, draws, batch, width);
        Assert.Equal(new Shape(draws * batch, width), numbers.Shape);
        return numbers.Value.Span.ToArray();
    }

    private static float[] Stream(bool normal, RandomPurpose purpose, ulong step, int count)
    {
        var numbers = new float[count];
        var stream = new RandomStream(Seed, purpose, step);
        if (normal)
            stream.FillNormal(numbers);
        else
            stream.FillUniform(numbers);
        return numbers;
    }
}
