using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Tensors;

namespace LatentSharp.Training;

/// <summary>
/// Measures a model on examples it was not trained on. An example's draws are a function of the seed and of
/// its place in the data alone, so that epochs are compared on the same draws; means weigh examples, not batches.
/// </summary>
public sealed class Evaluator
{
    private const int MostExamples = 512, MostRows = 4096;

    private readonly IConditionalModel model;
    private readonly Objective objective;
    private readonly Dataset dataset;
    private readonly ulong seed;
    private readonly DrawCounts draws;
    private readonly List<(int Start, Tensor Condition, Tensor Target)> batches = [];

    // The last batch may be shorter, and has buffers of its own.
    private readonly Dictionary<int, Tape> tapes = [];

    /// <summary>Prepares to measure.</summary>
    /// <param name="model">What is measured.</param>
    /// <param name="objective">Its terms; the weights are those after all schedules have settled.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="device">The threads to use.</param>
    /// <param name="draws">
    /// Draws of z per example, for the terms that take several at once; one from the posterior by default.
    /// </param>
    /// <param name="batchSize">
    /// Examples of a training step, which terms over a batch are computed from here too; null, the default, takes as
    /// many as are computed at once.
    /// </param>
    public Evaluator(
        IConditionalModel model,
        Objective objective,
        Dataset dataset,
        ulong seed,
        Device device,
        DrawCounts? draws = null,
        int? batchSize = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        (this.model, this.objective, this.dataset, this.seed) = (model, objective, dataset, seed);
        this.draws = (draws ?? DrawCounts.One) with
        {
            Prior = objective.Terms.Any(weighted => weighted.Term.Info.Needs == DrawPlan.Prior),
        };
        int rows = Math.Max(this.draws.Most, model.Latent?.Enumerated ?? 1);
        int size = batchSize is { } batch && objective.Terms.Any(weighted => weighted.Term.Info.OverBatch)
            ? batch
            : Math.Clamp(MostRows / rows, 1, MostExamples);
        for (int start = 0; start < dataset.Count; start += size)
        {
            int count = Math.Min(size, dataset.Count - start);
            batches.Add((start, dataset.Condition.Rows(start, count), dataset.Target.Rows(start, count)));
            if (!tapes.ContainsKey(count))
                tapes[count] = new Tape(device);
        }
    }

    /// <summary>Evaluates every term.</summary>
    /// <param name="samples">How often z is drawn anew for every example; the terms are averaged.</param>
    /// <param name="cancellation">Asks to stop after the current batch.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public Evaluation Evaluate(int samples = 1, CancellationToken cancellation = default)
    {
        var raw = new double[objective.Terms.Count];
        double? priorVariance = null;
        string? nonFinite = null;
        ObjectiveBreakdown breakdown = new([]);
        for (int sample = 0; sample < samples; sample++)
        {
            foreach ((int start, Tensor condition, Tensor target) in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                Tape tape = tapes[condition.Shape[0]];
                tape.Clear();
                (Variable x, Variable y) = (tape.Constant(condition), tape.Constant(target));
                VariationalOutput output = VariationalPass.Run(model, x, y, draws, NoiseOf(sample, start));
                double share = condition.Shape[0] / (double)dataset.Count / samples;
                breakdown = objective.Evaluate(output, y, Objective.Settled).Breakdown;
                if (breakdown.FirstNonFinite is not null)
                    nonFinite ??= NonFiniteSource.InForward(tape, output, x, y);
                for (int i = 0; i < raw.Length; i++)
                    raw[i] += share * breakdown.Terms[i].Raw;
                if (output.Encoding.Prior is GaussianLatent prior)
                    priorVariance = (priorVariance ?? 0) + share * prior.LogVariance.Exp().MeanAll().Scalar;
            }
        }

        var terms = new TermValue[raw.Length];
        for (int i = 0; i < raw.Length; i++)
            terms[i] = breakdown.Terms[i] with { Raw = raw[i] };
        return new Evaluation(dataset.Count, new ObjectiveBreakdown(terms), priorVariance, nonFinite);
    }

    private PassNoise NoiseOf(int sample, int firstExample) =>
        new(
            KeyedNoise.OfExamples(seed, RandomPurpose.EvaluationNoise, sample * draws.Posterior, firstExample),
            KeyedNoise.OfExamples(seed, RandomPurpose.RouterEvaluationNoise, sample * draws.OfPrior, firstExample));
}
