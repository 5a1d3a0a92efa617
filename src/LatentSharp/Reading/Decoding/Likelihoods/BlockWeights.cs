using LatentSharp.Autodiff;
using LatentSharp.Compute.Threads;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Reading.Decoding.Likelihoods;

/// <summary>
/// The log-weights of a block of examples at a time, so that memory does not grow with the data set: the block's
/// networks run once, and the decoder over as many draws of all its examples as make a good matrix product.
/// </summary>
internal sealed class BlockWeights
{
    // float64 numbers in either table of weights.
    private const int MostWeights = 1 << 22;

    private readonly Cvae model;
    private readonly Dataset dataset;
    private readonly ulong seed;
    private readonly int samples, draws;
    private readonly Tensor target, latent;

    // The last draws of a block may be fewer: each size has its own buffers.
    private readonly Tape encoder, whole, rest;

    public BlockWeights(Cvae model, Dataset dataset, LikelihoodOptions options, WorkerPool pool)
    {
        (this.model, this.dataset, seed, samples) = (model, dataset, options.Seed, options.Samples[^1]);
        int together = Math.Min(samples, LatentDraws.PerStream);
        Examples = Math.Clamp(Math.Min(options.RowsPerCall / together, MostWeights / samples), 1, dataset.Count);
        draws = Math.Min(
            samples,
            Math.Max(options.RowsPerCall / Examples / LatentDraws.PerStream, 1) * LatentDraws.PerStream);
        int rows = Examples * draws;
        target = new Tensor(new Shape(rows, dataset.Target.Shape[1]));
        latent = new Tensor(new Shape(rows, model.LatentDimensions));
        (encoder, whole, rest) = (new Tape(pool), new Tape(pool), new Tape(pool));
        (Posterior, Router) = (new double[Examples * samples], new double[Examples * samples]);
        (Reconstruction, Divergence) = (new double[Examples], new double[Examples]);
    }

    /// <summary>Examples to a block.</summary>
    public int Examples { get; }

    /// <summary>log p(y|x,z) p(z|x) / q(z|x,y) with z ~ q, [examples, samples].</summary>
    public double[] Posterior { get; }

    /// <summary>log p(y|x,z) with z ~ p(z|x), [examples, samples].</summary>
    public double[] Router { get; }

    /// <summary>The mean of -log p(y|x,z) with z ~ q, [examples].</summary>
    public double[] Reconstruction { get; }

    /// <summary>KL(q || p), [examples].</summary>
    public double[] Divergence { get; }

    /// <summary>Computes the weights of the examples from <paramref name="start"/> on.</summary>
    /// <param name="start">The number of the first example.</param>
    /// <param name="count">How many there are, at most <see cref="Examples"/>.</param>
    /// <param name="decoded">Told after every call how many draws it took.</param>
    /// <param name="cancellation">Asks to stop after the current call.</param>
    /// <exception cref="DataException">A weight is not finite.</exception>
    public void Fill(int start, int count, Action<int> decoded, CancellationToken cancellation)
    {
        Tensor x = dataset.Condition.Rows(start, count), y = dataset.Target.Rows(start, count);
        for (int draw = 0; draw < draws; draw++)
            y.Span.CopyTo(target.Span[(draw * y.Shape.Length)..]);
        encoder.Clear();
        Variable given = encoder.Constant(x);
        DiagonalNormal posterior = model.Infer(given, encoder.Constant(y)), prior = model.Route(given);
        ReadOnlySpan<float> divergence = DiagonalNormal.Divergence(posterior, prior).Value.Span;
        for (int example = 0; example < count; example++)
            Divergence[example] = divergence[example];
        Array.Clear(Router);
        Array.Clear(Reconstruction);
        for (int draw = 0; draw < samples; draw += draws)
        {
            int now = Math.Min(draws, samples - draw);
            foreach (DrawSource source in (ReadOnlySpan<DrawSource>)[DrawSource.Posterior, DrawSource.Router])
            {
                cancellation.ThrowIfCancellationRequested();
                Draw(source, source == DrawSource.Posterior ? posterior : prior, prior, start, draw, now);
                Decode(source, x, start, draw, now);
                decoded(count * now);
            }
        }

        for (int example = 0; example < count; example++)
            Reconstruction[example] /= samples;
    }

    private void Draw(DrawSource source, DiagonalNormal from, DiagonalNormal prior, int start, int draw, int now)
    {
        var job = new LatentDraws
        {
            Seed = seed,
            Source = source,
            FirstExample = start,
            FirstDraw = draw,
            Draws = now,
            Mean = from.Mean.Value,
            LogVariance = from.LogVariance.Value,
            PriorMean = source == DrawSource.Posterior ? prior.Mean.Value : null,
            PriorLogVariance = source == DrawSource.Posterior ? prior.LogVariance.Value : null,
            Latent = latent,
            LogRatio = Posterior,
            Stride = samples,
        };
        encoder.Pool.Run(ref job, job.Shards);
    }

    // Adds log p(y|x,z) to the log-ratios that the draws have left, or to zeros.
    private void Decode(DrawSource source, Tensor condition, int start, int draw, int now)
    {
        Tape tape = now == draws ? whole : rest;
        tape.Clear();
        int count = condition.Shape[0], rows = count * now;
        ILikelihood likelihood = model.Decoder.Forward(tape.Constant(condition), tape.Constant(latent.Rows(0, rows)));
        ReadOnlySpan<float> values = likelihood.LogProbability(tape.Constant(target.Rows(0, rows))).Value.Span;
        double[] weights = source == DrawSource.Posterior ? Posterior : Router;
        for (int example = 0; example < count; example++)
        {
            // Draw by draw, so that the sum does not depend on how many make a call.
            double sum = Reconstruction[example];
            for (int i = 0; i < now; i++)
            {
                double value = values[i * count + example], weight = weights[example * samples + draw + i] += value;
                if (!double.IsFinite(weight))
                    throw NotFinite(source, start + example, draw + i, weight);
                sum -= value;
            }

            if (source == DrawSource.Posterior)
                Reconstruction[example] = sum;
        }
    }

    private DataException NotFinite(DrawSource source, int example, int draw, double weight) =>
        new(
            FormattableString.Invariant(
                $"{dataset.Name}: example {example}, draw {draw} of {(source == DrawSource.Posterior ? "q" : "the router")}, both counted from 0, has the log-weight {weight}; expected a finite number: the model's weights or variances have run away, so train again with a smaller learning_rate or a log_variance_range"
            ));
}
