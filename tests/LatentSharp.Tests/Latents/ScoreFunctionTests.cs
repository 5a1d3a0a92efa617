using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Latents;

public sealed class ScoreFunctionTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_gradient_is_the_covariance_of_f_and_the_score_over_the_other_draws()
    {
        const int draws = 5;
        var tape = new Tape(device);
        Variable f = tape.Watch(Draws.Normal(new Shape(draws), step: 1)),
            score = tape.Watch(Draws.Normal(new Shape(draws), step: 2));
        var drawn = new LatentDraws(tape.Constant(new Tensor(new Shape(draws, 1))), draws) { Score = score };
        Variable mean = drawn.Expectation(f);
        float[] values = f.Value.Span.ToArray();
        Assert.Equal(values.Average(), mean.Scalar, 1e-6);
        tape.Backward(mean);
        for (int i = 0; i < draws; i++)
        {
            double others = (values.Sum(x => (double)x) - values[i]) / (draws - 1);
            Assert.Equal((values[i] - others) / draws, score.Gradient.Span[i], 1e-6);
            Assert.Equal(1.0 / draws, f.Gradient.Span[i], 1e-6);
        }
    }

    [Fact]
    public void Of_any_family_it_estimates_the_gradient_without_bias()
    {
        // d E[z^2] / d mu = 2 mu and d E[z^2] / d ln v = v.
        const int count = 50_000, draws = 3;
        Tensor outputs = new(new Shape(count, 2));
        for (int row = 0; row < count; row++)
            (outputs.Row(row)[0], outputs.Row(row)[1]) = (0.5f, -1f);
        var tape = new Tape(device);
        Variable parts = tape.Watch(outputs);
        LatentDraws drawn = new ScoreFunction().Draw(
            GaussianHead.Read(parts),
            draws,
            KeyedNoise.OfStep(1, RandomPurpose.Synthesis, step: 0));
        Assert.False(drawn.Values.RequiresGradient);
        tape.Backward(drawn.Expectation(drawn.Values.Square().SumLast()).SumAll());
        foreach ((int column, double expected) in new[] { (0, 1.0), (1, Math.Exp(-1)) })
        {
            double[] gradients = [.. Enumerable.Range(0, count).Select(row => (double)parts.Gradient.Row(row)[column])];
            double mean = gradients.Average(), variance = gradients.Average(g => (g - mean) * (g - mean));
            Assert.Equal(expected, mean, 5 * Math.Sqrt(variance / count));
        }
    }

    [Fact]
    public void One_draw_and_the_logarithm_of_a_mean_are_refused()
    {
        var tape = new Tape(device);
        ILatent latent = GaussianHead.Read(tape.Constant(new Tensor(new Shape(1, 2))));
        Assert.Equal(
            "ScoreFunction: the baseline of a draw is the mean of the others, and there is 1; draw at least 2.",
            Assert.Throws<ArgumentException>(() =>
                new ScoreFunction().Draw(latent, 1, new GivenNoise(new Tensor(new Shape(1, 1))))).Message);
        LatentDraws drawn = new ScoreFunction().Draw(latent, 2, new GivenNoise(new Tensor(new Shape(2, 1))));
        Assert.StartsWith(
            "LogExpectation: draws by the score function give the gradient of a mean, not of its logarithm; ",
            Assert.Throws<InvalidOperationException>(() => drawn.LogExpectation(drawn.Score!)).Message,
            StringComparison.Ordinal);
    }
}
