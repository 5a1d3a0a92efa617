using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors.Threads;

namespace LatentSharp.Training;

/// <summary>Trains a model: epochs of batches in a seeded order, validation after each, the best weights kept.</summary>
public sealed class Trainer
{
    private readonly Cvae model;
    private readonly TrainingOptions options;
    private readonly Batches batches;
    private readonly Evaluator validation;
    private readonly TrainingStep training;
    private readonly long warmupSteps;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">The model; its weights change in place.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="options">How.</param>
    /// <param name="data">Training examples, and validation examples to choose the best weights by.</param>
    /// <param name="pool">The threads to use; results do not depend on how many.</param>
    /// <exception cref="OptionException">A warm-up is longer than the run.</exception>
    public Trainer(Cvae model, Objective objective, TrainingOptions options, DatasetSplit data, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        (this.model, this.options) = (model, options);
        batches = new Batches(data.Train, options.BatchSize, options.Seed);
        validation = new Evaluator(model, objective, data.Validation, options.Seed, pool);
        TotalSteps = (long)options.Epochs * batches.Count;
        foreach (WeightedTerm weighted in objective.Terms)
        {
            RequireWithinRun($"{weighted.Term.Name}_warmup_steps", weighted.Weight.SettledAt);
            warmupSteps = Math.Max(warmupSteps, weighted.Weight.SettledAt);
        }

        RequireWithinRun("learning_rate_warmup_steps", options.LearningRateWarmupSteps);
        warmupSteps = Math.Max(warmupSteps, options.LearningRateWarmupSteps);
        ISchedule learningRate = options.LearningRateDecay == LearningRateDecay.Cosine
            ? new CosineSchedule(options.LearningRate, options.LearningRateWarmupSteps, TotalSteps)
            : new LinearWarmupSchedule(options.LearningRate, options.LearningRateWarmupSteps);
        training = new TrainingStep(model, objective, options, learningRate, pool);
    }

    /// <summary>How many steps a run without early stopping takes.</summary>
    public long TotalSteps { get; }

    /// <summary>Trains, and leaves the model with the weights of the best epoch.</summary>
    /// <param name="observer">Hears of every step and epoch.</param>
    /// <param name="cancellation">Asks to stop after the current step.</param>
    /// <exception cref="NonFiniteException">The loss or the gradient is not finite; the model has its best weights so far.</exception>
    public TrainingResult Run(ITrainingObserver observer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var bestWeights = new WeightSnapshot(model.Parameters);
        EpochRecord? best = null;
        try
        {
            long step = 0;
            int epochsWithoutBetter = 0;
            for (int epoch = 0; epoch < options.Epochs; epoch++)
            {
                foreach (Batch batch in batches.Epoch(epoch))
                {
                    if (cancellation.IsCancellationRequested)
                        return End(TrainingOutcome.Cancelled, step, best);
                    observer.StepTaken(training.Take(batch.Condition, batch.Target, step++, epoch));
                }

                EpochRecord record = Validate(epoch, step, best);
                if (record.IsBest)
                {
                    best = record;
                    bestWeights.Update();
                }

                observer.EpochEnded(record);
                epochsWithoutBetter = record.IsBest || step < warmupSteps ? 0 : epochsWithoutBetter + 1;
                if (epochsWithoutBetter >= options.EarlyStoppingPatience)
                    return End(TrainingOutcome.StoppedEarly, step, best);
            }

            return End(TrainingOutcome.Completed, step, best);
        }
        finally
        {
            if (best is not null)
                bestWeights.Restore();
        }
    }

    private TrainingResult End(TrainingOutcome outcome, long steps, EpochRecord? best) =>
        new(outcome, steps, best, new WeightSnapshot(model.Parameters));

    private EpochRecord Validate(int epoch, long steps, EpochRecord? best)
    {
        Evaluation evaluation = validation.Evaluate();
        if (evaluation.Objective.Terms.FirstOrDefault(term => term.Role == TermRole.Active && !double.IsFinite(term.Raw)) is { } term)
            throw new NonFiniteException(steps - 1, FormattableString.Invariant($"{term.Name} is {term.Raw} on the validation examples"));
        bool better = best is null || evaluation.Objective.Total < best.Validation.Objective.Total;
        return new EpochRecord(epoch, steps, evaluation, better);
    }

    private void RequireWithinRun(string option, long steps)
    {
        if (steps > TotalSteps)
        {
            throw new OptionException(FormattableString.Invariant(
                $"{option} is {steps}, but the run has {TotalSteps} steps ({options.Epochs} epochs of {batches.Count}); give at most {TotalSteps}, or more epochs"));
        }
    }
}
