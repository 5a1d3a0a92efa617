using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents;
using LatentSharp.Latents.Categorical;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Latents.Categorical;

/// <summary>
/// What an estimator says of d E_q[f] / d logits beside what it is: two variables of four values, f a network of 16
/// tanh units as a decoder would be, <see cref="DrawsPerEstimate"/> draws to an estimate.
/// </summary>
internal static class EstimatorTable
{
    /// <summary>Draws of z in one estimate.</summary>
    public const int DrawsPerEstimate = 4;

    /// <summary>Estimates of each.</summary>
    public const int Estimates = 20_000;

    private const int Variables = 2, Values = 4, Width = Variables * Values;

    private static readonly Tensor Logits = Draws.Normal(new Shape(1, Width), step: 41),
        Inner = Draws.Normal(new Shape(Width, 16), step: 42),
        Outer = Draws.Normal(new Shape(16, 1), step: 43);

    /// <summary>The estimators by the names in a configuration.</summary>
    public static IReadOnlyList<(string Name, ILatentEstimator Estimator)> All { get; } =
    [
        ("`score_function`", new ScoreFunction()),
        ("`straight_through`", new StraightThrough()),
        ("`gumbel_softmax`, T = 1", new GumbelSoftmax(1)),
        ("`gumbel_softmax`, T = 0.5", new GumbelSoftmax(0.5)),
        ("`gumbel_softmax`, T = 0.1", new GumbelSoftmax(0.1)),
        ("`straight_through_gumbel`, T = 1", new GumbelSoftmax(1, isHard: true)),
        ("`straight_through_gumbel`, T = 0.5", new GumbelSoftmax(0.5, isHard: true)),
        ("`straight_through_gumbel`, T = 0.1", new GumbelSoftmax(0.1, isHard: true)),
    ];

    /// <summary>The gradient by all values, [8].</summary>
    public static double[] Exact(Device device) =>
        Gradients(device, new Family(), examples: 1)[0];

    /// <summary>
    /// The bias |E g - g*| / |g*|, its standard error, and the deviation sqrt(E |g - E g|^2) / |g*| of one estimate.
    /// </summary>
    public static (double Bias, double Error, double Deviation) Of(ILatentEstimator estimator, Device device)
    {
        double[] exact = Exact(device);
        double[][] gradients = Gradients(device, estimator, Estimates);
        double norm = Math.Sqrt(exact.Sum(g => g * g)), bias = 0, variance = 0;
        for (int i = 0; i < Width; i++)
        {
            double mean = gradients.Average(row => row[i]);
            bias += (mean - exact[i]) * (mean - exact[i]);
            variance += gradients.Average(row => (row[i] - mean) * (row[i] - mean));
        }

        return (Math.Sqrt(bias) / norm, Math.Sqrt(variance / Estimates) / norm, Math.Sqrt(variance) / norm);
    }

    // Every example has the same logits, and so a gradient is an estimate of its own.
    private static double[][] Gradients(Device device, ILatentEstimator estimator, int examples)
    {
        var tape = new Tape(device);
        var all = new Tensor(new Shape(examples, Width));
        for (int row = 0; row < examples; row++)
            Logits.Span.CopyTo(all.Row(row));
        Variable logits = tape.Watch(all);
        LatentDraws draws = estimator.Draw(
            new CategoricalLatent(logits, Values),
            DrawsPerEstimate,
            KeyedNoise.OfStep(5, RandomPurpose.Synthesis, step: 1));
        Variable hidden = draws.Values.MatrixMultiply(tape.Constant(Inner)).Tanh();
        tape.Backward(draws.Expectation(hidden.MatrixMultiply(tape.Constant(Outer)).SumLast()).SumAll());
        return [.. Enumerable.Range(0, examples).Select(row =>
            logits.Gradient.Row(row).ToArray().Select(g => (double)g).ToArray())];
    }

    // Its own way: all values.
    private sealed class Family : ILatentEstimator
    {
        public LatentDraws Draw(ILatent posterior, int count, INoise noise) => posterior.Draw(count, noise);
    }
}
