using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Reading.Decoding.Likelihoods;

/// <summary>
/// Estimates log p(y|x) by every estimator that published tables call so, each under its own name. An example's values
/// are a function of the model, the example with its number, the options' S and the seed: not of the threads, nor of
/// the other examples.
/// </summary>
public static class LikelihoodEvaluator
{
    /// <summary>Evaluates a model over examples it was not trained on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="options">How.</param>
    /// <param name="device">The threads to use.</param>
    /// <param name="progress">Told after every call of the decoder; null for nobody.</param>
    /// <param name="cancellation">Asks to stop after the current call of the decoder.</param>
    /// <exception cref="DataException">A weight is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static LikelihoodEvaluation Evaluate(
        IConditionalModel model,
        Dataset dataset,
        LikelihoodOptions options,
        Device device,
        IProgress<LikelihoodProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(options);
        if (model.Latent is null or { IsEnumerated: true })
            return Exact(model, dataset, options, device, cancellation);

        var table = new EstimateTable(dataset.Count, options.Samples);
        var block = new BlockWeights(model, dataset, options, device);
        long done = 0, total = 2L * dataset.Count * options.Samples[^1];
        for (int start = 0; start < dataset.Count; start += block.Examples)
        {
            int count = Math.Min(block.Examples, dataset.Count - start);
            block.Fill(
                start,
                count,
                decoded => progress?.Report(new LikelihoodProgress(done += decoded, total)),
                cancellation);
            table.Summarize(block, start, count, device);
        }

        return new LikelihoodEvaluation(
            dataset.Name,
            dataset.Count,
            dataset.Target.Shape[1],
            options.Samples,
            options.Seed,
            block.PriorIsStandard,
            table.Estimators,
            table.Weights);
    }

    /// <summary>
    /// -log p(y|x) where there is no z to draw, or where all values of z can be gone through: then the bound by q too.
    /// </summary>
    private static LikelihoodEvaluation Exact(
        IConditionalModel model,
        Dataset dataset,
        LikelihoodOptions options,
        Device device,
        CancellationToken cancellation)
    {
        var tape = new Tape(device);
        double[] likelihoods = new double[dataset.Count], bounds = new double[dataset.Count];
        bool inferred = false, standard = false;
        int size = Math.Max(options.RowsPerCall / (model.Latent?.Enumerated ?? 1), 1);
        for (int start = 0; start < dataset.Count; start += size)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(size, dataset.Count - start);
            tape.Clear();
            Variable x = tape.Constant(dataset.Condition.Rows(start, count)),
                y = tape.Constant(dataset.Target.Rows(start, count));
            Encoding encoding = VariationalPass.Encode(model, x, y);
            LatentDraws? all = encoding.Prior?.Draw(
                1,
                KeyedNoise.OfExamples(options.Seed, RandomPurpose.LikelihoodRouter, firstDraw: 0, start));
            Variable perValue = model.Decode(x, all).LogProbability(y.Repeat(all?.Count ?? 1));
            Add(likelihoods, start, -(all?.LogExpectation(perValue) ?? perValue));
            if (encoding is not { Posterior: { } posterior, Prior: { } prior })
                continue;
            (inferred, standard) = (posterior != prior, prior.IsStandard);
            LatentDraws own = all! with { LogWeights = posterior.LogProbability(all.Values) };
            Add(bounds, start, posterior.Divergence(prior) - own.Expectation(perValue));
        }

        var exact = new EstimatorColumn(LikelihoodEstimator.NegativeLogLikelihood, 0, 1, [.. likelihoods]);
        return new LikelihoodEvaluation(
            dataset.Name,
            dataset.Count,
            dataset.Target.Shape[1],
            [],
            options.Seed,
            standard,
            inferred ? [new EstimatorColumn(LikelihoodEstimator.NegativeElbo, 0, 1, [.. bounds]), exact] : [exact],
            []);

        static void Add(double[] all, int start, Variable values)
        {
            for (int i = 0; i < values.Shape[0]; i++)
                all[start + i] = values.Value.Span[i];
        }
    }
}
