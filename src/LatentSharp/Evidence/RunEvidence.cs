using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Compute.Threads;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Evidence;

/// <summary>Collects evidence by running a model over examples it was not trained on.</summary>
public static class RunEvidence
{
    private const int BatchSize = 512;

    /// <summary>
    /// Runs the three networks, and the decoder at mu, at S draws of q, S draws of the router and a stranger's z.
    /// </summary>
    /// <param name="name">What reports call the evidence.</param>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="samples">S, draws of z per example.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="posteriorVarianceWeight">The weight of V_post that the model was trained with.</param>
    /// <param name="history">The training log; null where there is none.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="OptionException">S is less than 1, or the draws are more than an array can hold.</exception>
    public static LatentEvidence Collect(
        string name,
        Cvae model,
        Dataset dataset,
        int samples,
        ulong seed,
        double posteriorVarianceWeight,
        TrainingHistory? history,
        WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        if (samples < 1 || (long)dataset.Count * samples > Array.MaxLength)
            throw OptionException.OutOfRange(
                "samples",
                samples,
                FormattableString.Invariant(
                    $"a whole number from 1 to {Array.MaxLength / dataset.Count} for {dataset.Count} examples"));
        var collected = new Arrays(dataset.Count, model.LatentDimensions, samples);
        var tape = new Tape(pool);
        Encode(model, dataset, collected, tape);
        Decode(model, dataset, collected, samples, seed, tape);
        return new LatentEvidence(
            name,
            new MemoryArray("posterior_mean", collected.PosteriorMean, collected.Dimensions),
            new MemoryArray("posterior_logvar", collected.PosteriorLogVariance, collected.Dimensions))
        {
            PriorMean = new MemoryArray("prior_mean", collected.PriorMean, collected.Dimensions),
            PriorLogVariance = new MemoryArray("prior_logvar", collected.PriorLogVariance, collected.Dimensions),
            Labels = dataset.Labels is { } labels
                ? new MemoryArray("labels", Array.ConvertAll(labels, label => (double)label), 1)
                : null,
            NllAtMean = new MemoryArray("nll_at_mean", collected.NllAtMean, 1),
            NllPosterior = new MemoryArray("nll_posterior", collected.NllPosterior, samples),
            NllPrior = new MemoryArray("nll_prior", collected.NllPrior, samples),
            NllShuffled = new MemoryArray("nll_shuffled", collected.NllShuffled, 1),
            LogRatioPosterior = new MemoryArray("log_ratio_posterior", collected.LogRatioPosterior, samples),
            PosteriorVarianceWeight = posteriorVarianceWeight,
            PriorIsStandard = model.Options.Prior == PriorKind.Standard,
            History = history,
        };
    }

    /// <summary>
    /// Runs the inference network and the router alone: evidence of the latent, and none of the decoder.
    /// </summary>
    /// <param name="name">What reports call the evidence.</param>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="pool">The threads to use.</param>
    public static LatentEvidence Encode(string name, Cvae model, Dataset dataset, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        var collected = new Arrays(dataset.Count, model.LatentDimensions, samples: 0);
        Encode(model, dataset, collected, new Tape(pool));
        return new LatentEvidence(
            name,
            new MemoryArray("posterior_mean", collected.PosteriorMean, collected.Dimensions),
            new MemoryArray("posterior_logvar", collected.PosteriorLogVariance, collected.Dimensions))
        {
            PriorMean = new MemoryArray("prior_mean", collected.PriorMean, collected.Dimensions),
            PriorLogVariance = new MemoryArray("prior_logvar", collected.PriorLogVariance, collected.Dimensions),
        };
    }

    private static void Encode(Cvae model, Dataset dataset, Arrays collected, Tape tape)
    {
        for (int start = 0; start < dataset.Count; start += BatchSize)
        {
            int count = Math.Min(BatchSize, dataset.Count - start), at = start * collected.Dimensions;
            tape.Clear();
            Variable x = tape.Constant(dataset.Condition.Rows(start, count));
            DiagonalNormal posterior = model.Infer(x, tape.Constant(dataset.Target.Rows(start, count)));
            DiagonalNormal prior = model.Route(x);
            posterior.Mean.Value.Span.CopyTo(collected.PosteriorMean.AsSpan(at));
            posterior.LogVariance.Value.Span.CopyTo(collected.PosteriorLogVariance.AsSpan(at));
            prior.Mean.Value.Span.CopyTo(collected.PriorMean.AsSpan(at));
            prior.LogVariance.Value.Span.CopyTo(collected.PriorLogVariance.AsSpan(at));
        }
    }

    private static void Decode(Cvae model, Dataset dataset, Arrays collected, int samples, ulong seed, Tape tape)
    {
        int dimensions = collected.Dimensions;
        int[] strangers = Strangers(dataset.Count, seed);
        for (int start = 0; start < dataset.Count; start += BatchSize)
        {
            int count = Math.Min(BatchSize, dataset.Count - start);
            Tensor x = dataset.Condition.Rows(start, count),
                y = dataset.Target.Rows(start, count);
            Tensor qMean = collected.Rows(collected.PosteriorMean, start, count),
                qLogVariance = collected.Rows(collected.PosteriorLogVariance, start, count);
            Tensor pMean = collected.Rows(collected.PriorMean, start, count),
                pLogVariance = collected.Rows(collected.PriorLogVariance, start, count);
            Nll(qMean).CopyTo(collected.NllAtMean.AsSpan(start));

            // Another example's posterior, its own draw.
            var strangeMean = new Tensor(qMean.Shape);
            var strangeLogVariance = new Tensor(qMean.Shape);
            for (int row = 0; row < count; row++)
            {
                int stranger = strangers[start + row] * dimensions;
                collected.PosteriorMean.AsSpan(stranger, dimensions).CopyTo(strangeMean.Row(row));
                collected.PosteriorLogVariance.AsSpan(stranger, dimensions).CopyTo(strangeLogVariance.Row(row));
            }

            Nll(Draw(strangeMean, strangeLogVariance, 0, start, kind: 2)).CopyTo(collected.NllShuffled.AsSpan(start));
            for (int sample = 0; sample < samples; sample++)
            {
                Tensor z = Draw(qMean, qLogVariance, sample, start, kind: 0);
                Spread(Nll(z), collected.NllPosterior, start, sample);
                Spread(LogRatio(z), collected.LogRatioPosterior, start, sample);
                Spread(Nll(Draw(pMean, pLogVariance, sample, start, kind: 1)), collected.NllPrior, start, sample);
            }

            float[] Nll(Tensor latent)
            {
                tape.Clear();
                ILikelihood likelihood = model.Decoder.Forward(tape.Constant(x), tape.Constant(latent));
                return (-likelihood.LogProbability(tape.Constant(y))).Value.Span.ToArray();
            }

            float[] LogRatio(Tensor latent)
            {
                tape.Clear();
                Variable z = tape.Constant(latent);
                var posterior = new DiagonalNormal(tape.Constant(qMean), tape.Constant(qLogVariance));
                var prior = new DiagonalNormal(tape.Constant(pMean), tape.Constant(pLogVariance));
                return (prior.LogProbability(z) - posterior.LogProbability(z)).Value.Span.ToArray();
            }

            Tensor Draw(Tensor mean, Tensor logVariance, int sample, int row, ulong kind)
            {
                var noise = new Tensor(mean.Shape);
                new RandomStream(
                    seed,
                    RandomPurpose.EvaluationNoise,
                    (kind << 62) | ((ulong)sample << 32) | (uint)row).FillNormal(noise.Span);
                tape.Clear();
                return new DiagonalNormal(tape.Constant(mean), tape.Constant(logVariance))
                    .Reparameterize(tape.Constant(noise))
                    .Value.Copy();
            }
        }

        void Spread(float[] column, float[] matrix, int start, int sample)
        {
            for (int row = 0; row < column.Length; row++)
                matrix[(start + row) * samples + sample] = column[row];
        }
    }

    // A cyclic shift of a random order gives everyone another example's z.
    private static int[] Strangers(int count, ulong seed)
    {
        int[] order = new RandomStream(seed, RandomPurpose.EvaluationNoise, ulong.MaxValue).Permutation(count);
        var strangers = new int[count];
        for (int i = 0; i < count; i++)
            strangers[order[i]] = order[(i + 1) % count];
        return strangers;
    }

    private sealed class Arrays(int examples, int dimensions, int samples)
    {
        public readonly int Dimensions = dimensions;
        public readonly float[] PosteriorMean = new float[examples * dimensions],
            PosteriorLogVariance = new float[examples * dimensions];
        public readonly float[] PriorMean = new float[examples * dimensions],
            PriorLogVariance = new float[examples * dimensions];
        public readonly float[] NllAtMean = new float[examples],
            NllShuffled = new float[examples];
        public readonly float[] NllPosterior = new float[examples * samples],
            NllPrior = new float[examples * samples];
        public readonly float[] LogRatioPosterior = new float[examples * samples];

        public Tensor Rows(float[] matrix, int start, int count) =>
            Tensor.FromValues(new Shape(count, Dimensions), matrix.AsSpan(start * Dimensions, count * Dimensions));
    }
}
