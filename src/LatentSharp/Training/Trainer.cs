using System.Globalization;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;

namespace LatentSharp.Training;

/// <summary>
/// Trains a model: epochs of batches in a seeded order, validation after each, the best weights kept.
/// </summary>
public sealed class Trainer
{
    /// <summary>
    /// How often at most a training goes back to a checkpoint because of a number that was not finite.
    /// </summary>
    public const int MostRollbacks = 5;

    private const double RollbackFactor = 0.5;

    private readonly TrainingOptions options;
    private readonly Batches batches;
    private readonly Evaluator validation;
    private readonly Evaluator? selection;
    private readonly TrainingStep training;
    private readonly TrainingMeter meter = new();
    private readonly long warmupSteps;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">The model; its weights change in place.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="options">How.</param>
    /// <param name="data">Training examples, and validation examples to choose the best weights by.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <exception cref="OptionException">A warm-up is longer than the run.</exception>
    public Trainer(
        IConditionalModel model,
        Objective objective,
        TrainingOptions options,
        DatasetSplit data,
        Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        this.options = options;
        batches = new Batches(data.Train, options.BatchSize, options.Seed);
        DrawCounts draws = options.DrawsFor(objective);
        validation = new Evaluator(model, objective, data.Validation, options.Seed, device, draws, options.BatchSize);
        if (options.SelectBy == SelectionCriterion.RouterLikelihood)
        {
            var likelihood = new Objective(new WeightedTerm(new RouterReconstruction(), new ConstantSchedule(1)));
            selection = new Evaluator(
                model,
                likelihood,
                data.Validation,
                options.Seed,
                device,
                new DrawCounts(1, options.SelectionSamples));
        }

        TotalSteps = (long)options.Epochs * batches.Count;
        foreach (WeightedTerm weighted in objective.Terms)
        {
            TermInfo term = weighted.Term.Info;
            RequireWithinRun(
                weighted.Weight is CyclicSchedule ? $"the end of {term.Cycles.Key}" : term.Warmup.Key,
                weighted.Weight.SettledAt);
            RequireWithinRun($"{term.Name}_rise_steps", weighted.Term.SettledAt);
            warmupSteps = Math.Max(warmupSteps, Math.Max(weighted.Weight.SettledAt, weighted.Term.SettledAt));
        }

        if (options is { LearningRateDecay: LearningRateDecay.PowersOfThree, LearningRateWarmupSteps: > 0 })
            throw new OptionException(
                "learning_rate_warmup_steps is set, but learning_rate_decay powers_of_three has no warm-up; " +
                    "leave it at 0");
        ISchedule temperature = options.Temperature(TotalSteps);
        foreach ((string option, long steps) in new[]
        {
            ("learning_rate_warmup_steps", options.LearningRateWarmupSteps),
            ("categorical_temperature_steps", temperature.SettledAt),
            ("router_from_step", options.RouterFromStep),
        })
        {
            RequireWithinRun(option, steps);
            warmupSteps = Math.Max(warmupSteps, steps);
        }

        ISchedule learningRate = options.LearningRateDecay switch
        {
            LearningRateDecay.Cosine => new CosineSchedule(
                options.LearningRate,
                options.LearningRateWarmupSteps,
                TotalSteps),
            LearningRateDecay.PowersOfThree => new PowersOfThreeSchedule(options.LearningRate, batches.Count),
            _ => new LinearWarmupSchedule(options.LearningRate, options.LearningRateWarmupSteps),
        };
        training = new TrainingStep(model, objective, options, learningRate, device, temperature);
        State = new TrainingState(model.Parameters, training.Optimizer);
    }

    /// <summary>How many steps a run without early stopping takes.</summary>
    public long TotalSteps { get; }

    /// <summary>Where the training stands.</summary>
    public TrainingState State { get; }

    /// <summary>
    /// Trains from the state at hand, and leaves the model with the weights of the best epoch; call it once.
    /// </summary>
    /// <param name="progress">
    /// Hears of every step, epoch and rollback, on the calling thread unless it decides otherwise.
    /// </param>
    /// <param name="checkpoints">Where the state is kept, every so many steps and at the end; null keeps none.</param>
    /// <param name="cancellation">Asks to stop after the current step.</param>
    /// <exception cref="NonFiniteException">
    /// A number is not finite, and training may not or no longer go back to a checkpoint; the model has its best
    /// weights so far.
    /// </exception>
    public TrainingResult Run(
        IProgress<ITrainingRecord> progress,
        ICheckpointStore? checkpoints = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        try
        {
            if (checkpoints is not null && options.OnNonFinite == NonFinitePolicy.Rollback && State.Step == 0)
                Save(checkpoints);
            while (true)
            {
                try
                {
                    TrainingOutcome outcome = Advance(progress, checkpoints, cancellation);
                    Save(checkpoints);
                    return new TrainingResult(outcome, State.Step, State.Best);
                }
                catch (NonFiniteException failure)
                    when (checkpoints is not null
                        && options.OnNonFinite == NonFinitePolicy.Rollback
                        && State.Rollbacks.Count < MostRollbacks)
                {
                    RollBack(failure, progress, checkpoints);
                }
            }
        }
        finally
        {
            State.RestoreBestWeights();
        }
    }

    // Every pass of the outer loop is one epoch, or what is left of it.
    private TrainingOutcome Advance(
        IProgress<ITrainingRecord> progress,
        ICheckpointStore? checkpoints,
        CancellationToken cancellation)
    {
        double rateScale = Math.Pow(RollbackFactor, State.Rollbacks.Count);
        while (true)
        {
            if (State.EpochsWithoutBetter >= options.EarlyStoppingPatience)
                return TrainingOutcome.StoppedEarly;
            if (State.Epoch >= options.Epochs)
                return TrainingOutcome.Completed;
            foreach (Batch batch in batches.Epoch(State.Epoch, State.Batch))
            {
                if (cancellation.IsCancellationRequested)
                    return TrainingOutcome.Cancelled;
                StepRecord record = training.Take(batch.Condition, batch.Target, State.Step, State.Epoch, rateScale);
                State.Batch++;
                Report(record, progress);
                if (State.Step % options.CheckpointEverySteps == 0 && State.Batch < batches.Count)
                    Save(checkpoints);
            }

            try
            {
                EndEpoch(progress, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return TrainingOutcome.Cancelled;
            }

            if (State.Step % options.CheckpointEverySteps == 0)
                Save(checkpoints);
        }
    }

    private void EndEpoch(IProgress<ITrainingRecord> progress, CancellationToken cancellation)
    {
        Evaluation evaluation = RequireFinite(validation.Evaluate(cancellation: cancellation));
        if (selection is not null)
            evaluation = evaluation with
            {
                RouterNegativeLogLikelihood = RequireFinite(
                    selection.Evaluate(cancellation: cancellation)).Objective.Total,
            };

        bool better = State.Best is null || evaluation.Criterion < State.Best.Validation.Criterion;
        var record = new EpochRecord(State.Epoch, State.Step, evaluation, better);
        if (better)
        {
            RequireFinite();
            State.KeepBest(record);
        }

        State.EpochsWithoutBetter = better || State.Step < warmupSteps ? 0 : State.EpochsWithoutBetter + 1;
        (State.Epoch, State.Batch) = (State.Epoch + 1, 0);
        Report(record, progress);
    }

    private void RollBack(NonFiniteException failure, IProgress<ITrainingRecord> progress, ICheckpointStore checkpoints)
    {
        IReadOnlyList<RollbackRecord> earlier = State.Rollbacks;
        checkpoints.Restore(State);
        double scale = Math.Pow(RollbackFactor, earlier.Count + 1);
        var record = new RollbackRecord(failure.Step, State.Epoch, State.Step, scale, failure.Problem);
        State.Rollbacks = [.. earlier, record];
        Report(record, progress);
    }

    private void Save(ICheckpointStore? checkpoints)
    {
        if (checkpoints is null)
            return;
        RequireFinite();
        checkpoints.Save(State);
    }

    private Evaluation RequireFinite(Evaluation evaluation) =>
        evaluation.Objective.FirstNonFinite is { } term
            ? throw new NonFiniteException(
                new NonFiniteEvent(State.Step - 1, NonFinitePlace.Validation)
                {
                    Term = term.Name,
                    Value = term.Raw,
                    FirstIn = evaluation.NonFiniteTensor,
                })
            : evaluation;

    // What is kept is whole: a number can be lost without a trace in the loss, behind a unit that is off or a term of
    // weight 0.
    private void RequireFinite()
    {
        if (State.FirstNonFinite is { } tensor)
            throw new NonFiniteException(
                new NonFiniteEvent(State.Step - 1, NonFinitePlace.State) { Tensor = tensor });
    }

    private void Report(ITrainingRecord record, IProgress<ITrainingRecord> progress)
    {
        meter.Report(record);
        progress.Report(record);
    }

    private void RequireWithinRun(string option, long steps)
    {
        if (steps > TotalSteps)
        {
            throw new OptionException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{option} is {steps}, but the run has {TotalSteps} steps ({options.Epochs} epochs of "
                        + $"{batches.Count}); give at most {TotalSteps}, or more epochs"));
        }
    }
}
