using System.Globalization;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Reading.Decoding.Likelihoods;

/// <summary>
/// The log-weights of a block of examples at a time, so that memory does not grow with the data set: the block's
/// networks run once, and the decoder over as many draws of all its examples as make a good matrix product.
/// </summary>
internal sealed class BlockWeights
{
    // float64 numbers in either table of weights.
    private const int MostWeights = 1 << 22;

    // Fewer draws of an example at a time would make poor matrix products of its block.
    private const int LeastDraws = 32;

    private readonly IConditionalModel model;
    private readonly Dataset dataset;
    private readonly ulong seed;
    private readonly int samples, draws;
    private readonly Tape tape;

    public BlockWeights(IConditionalModel model, Dataset dataset, LikelihoodOptions options, Device device)
    {
        (this.model, this.dataset, seed, samples) = (model, dataset, options.Seed, options.Samples[^1]);
        int together = Math.Min(samples, LeastDraws);
        Examples = Math.Clamp(Math.Min(options.RowsPerCall / together, MostWeights / samples), 1, dataset.Count);
        draws = Math.Min(samples, Math.Max(options.RowsPerCall / Examples / LeastDraws, 1) * LeastDraws);
        tape = new Tape(device);
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

    /// <summary>Whether the prior is N(0, I) whatever the example; known after a block.</summary>
    public bool PriorIsStandard { get; private set; }

    /// <summary>Computes the weights of the examples from <paramref name="start"/> on.</summary>
    /// <param name="start">The number of the first example.</param>
    /// <param name="count">How many there are, at most <see cref="Examples"/>.</param>
    /// <param name="decoded">Told after every call how many draws it took.</param>
    /// <param name="cancellation">Asks to stop after the current call.</param>
    /// <exception cref="DataException">A weight is not finite.</exception>
    public void Fill(int start, int count, Action<int> decoded, CancellationToken cancellation)
    {
        tape.Clear();
        Variable x = tape.Constant(dataset.Condition.Rows(start, count)),
            y = tape.Constant(dataset.Target.Rows(start, count));
        Encoding encoding = VariationalPass.Encode(model, x, y);
        (ILatent posterior, ILatent prior) = (encoding.Posterior!, encoding.Prior!);
        PriorIsStandard = prior.IsStandard;
        ReadOnlySpan<float> divergence = posterior.Divergence(prior).Value.Span;
        for (int example = 0; example < count; example++)
            Divergence[example] = divergence[example];
        Array.Clear(Reconstruction);
        int encoded = tape.Mark;
        for (int draw = 0; draw < samples; draw += draws)
        {
            int now = Math.Min(draws, samples - draw);
            foreach (DrawSource source in (ReadOnlySpan<DrawSource>)[DrawSource.Posterior, DrawSource.Router])
            {
                cancellation.ThrowIfCancellationRequested();
                tape.Rewind(encoded);
                bool own = source == DrawSource.Posterior;
                var noise = KeyedNoise.OfExamples(
                    seed,
                    own ? RandomPurpose.LikelihoodPosterior : RandomPurpose.LikelihoodRouter,
                    draw,
                    start);
                LatentDraws latent = (own ? posterior : prior).Draw(now, noise);
                Variable logs = model.Decode(x, latent).LogProbability(y.Repeat(now));
                Variable? ratios = own && posterior != prior
                    ? prior.LogProbability(latent.Values) - posterior.LogProbability(latent.Values)
                    : null;
                Add(source, start, draw, logs.Value.Span, ratios is null ? [] : ratios.Value.Span, count);
                decoded(count * now);
            }
        }

        for (int example = 0; example < count; example++)
            Reconstruction[example] /= samples;
    }

    private void Add(
        DrawSource source,
        int start,
        int draw,
        ReadOnlySpan<float> logs,
        ReadOnlySpan<float> ratios,
        int count)
    {
        double[] weights = source == DrawSource.Posterior ? Posterior : Router;
        for (int example = 0; example < count; example++)
        {
            // Draw by draw, so that the sum does not depend on how many make a call.
            double sum = Reconstruction[example];
            for (int i = example; i < logs.Length; i += count)
            {
                int place = draw + i / count;
                double weight = ratios.IsEmpty ? logs[i] : (double)logs[i] + ratios[i];
                if (!double.IsFinite(weight))
                    throw NotFinite(source, start + example, place, weight);
                weights[example * samples + place] = weight;
                sum -= logs[i];
            }

            if (source == DrawSource.Posterior)
                Reconstruction[example] = sum;
        }
    }

    private DataException NotFinite(DrawSource source, int example, int draw, double weight) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{dataset.Name}: example {example}, draw {draw} of "
                    + $"{(source == DrawSource.Posterior ? "q" : "the router")}, both counted from 0, has the "
                    + $"log-weight {weight}; expected a finite number: the model's weights or variances have run away, "
                    + $"so train again with a smaller learning_rate or a log_variance_range"));

    private enum DrawSource
    {
        Posterior,
        Router,
    }
}
