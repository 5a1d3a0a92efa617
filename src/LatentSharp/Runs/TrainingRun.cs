using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Training;

namespace LatentSharp.Runs;

/// <summary>A run that has ended: the model with its best weights, and what it does on the test examples.</summary>
/// <param name="Path">The run directory.</param>
/// <param name="Setup">The configuration and the data.</param>
/// <param name="Model">The model, with its best weights.</param>
/// <param name="Result">How training ended.</param>
/// <param name="HeldOut">The best weights on the test examples; null for a run that was cancelled.</param>
/// <param name="HeldOutDraws">
/// How often every test example's noise was drawn for that: 16 times, or fewer where that would be long.
/// </param>
public sealed record TrainingRun(
    string Path,
    RunSetup Setup,
    IConditionalModel Model,
    TrainingResult Result,
    Evaluation? HeldOut,
    int HeldOutDraws)
{
    // As much as the decoder does in some ten seconds for a target of hundreds of elements.
    private const int MostDraws = 16, MostRows = 1_000_000;

    /// <summary>Trains from a loaded configuration to a finished run directory.</summary>
    /// <param name="setup">The configuration and its data.</param>
    /// <param name="options">The run directory, and whether its run goes on.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <param name="cancellation">Asks to stop after the current step, with a checkpoint.</param>
    /// <exception cref="OptionException">
    /// An option does not fit the run, or differs from what a resumed run began with.
    /// </exception>
    /// <exception cref="Data.DataException">
    /// A column of a table is such that training on it means nothing, or the run directory is not empty or cannot be
    /// resumed.
    /// </exception>
    /// <exception cref="NonFiniteException">
    /// A number is not finite; the run directory says so and keeps its best weights.
    /// </exception>
    /// <exception cref="RunWriteException">A file cannot be written; the last checkpoint is whole.</exception>
    public static TrainingRun Execute(
        RunSetup setup,
        RunOptions options,
        Device device,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        foreach (string remark in setup.Remarks())
            options.Logger.Remarked(remark);
        IConditionalModel model = Create(setup);
        Objective objective = setup.Configuration.Objective;
        var trainer = new Trainer(model, objective, setup.Configuration.Training, setup.Data, device);
        try
        {
            using RunDirectory directory = options.Resume
                ? RunDirectory.Resume(options.Path, setup, model, trainer.State, options.AllowChanges, options.Logger)
                : RunDirectory.Create(options.Path, setup, model, options.Logger);
            return Execute(directory, trainer, model, objective, setup, options, device, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RunWriteException(
                options.Path,
                $"the run cannot be written ({failure.Message}); what it had saved is whole",
                failure);
        }
    }

    private static TrainingRun Execute(
        RunDirectory directory,
        Trainer trainer,
        IConditionalModel model,
        Objective objective,
        RunSetup setup,
        RunOptions options,
        Device device,
        CancellationToken cancellation)
    {
        TrainingOptions training = setup.Configuration.Training;
        DrawCounts draws = training.DrawsFor(objective);
        int repetitions = model.Latent is { IsEnumerated: true }
            ? 1
            : (int)Math.Clamp(MostRows / ((long)setup.Data.Test.Count * draws.Most), 1, MostDraws);
        try
        {
            long first = trainer.State.Step;
            if (first > 0)
                options.Logger.Resumed(options.Path, first, trainer.TotalSteps);
            else
                options.Logger.Started(options.Path, trainer.TotalSteps);
            var start = new TrainingStart(setup, model, trainer.TotalSteps, first);
            var progress = new Together([directory, .. options.Followers.Select(follow => follow(start))]);
            TrainingResult result = trainer.Run(progress, directory, cancellation);
            Evaluation? heldOut = null;
            if (result.Outcome != TrainingOutcome.Cancelled)
            {
                try
                {
                    var evaluator = new Evaluator(
                        model,
                        objective,
                        setup.Data.Test,
                        training.Seed,
                        device,
                        draws,
                        training.BatchSize);
                    heldOut = evaluator.Evaluate(repetitions, cancellation);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    result = result with { Outcome = TrainingOutcome.Cancelled };
                }
            }

            directory.Finish(result, heldOut);
            return new TrainingRun(options.Path, setup, model, result, heldOut, repetitions);
        }
        catch (NonFiniteException failure)
        {
            directory.Fail(failure);
            throw;
        }
    }

    private static Cvae Create(RunSetup setup)
    {
        CvaeOptions options = setup.Configuration.Model;
        try
        {
            return new Cvae(options, setup.Configuration.Training.Seed);
        }
        catch (Exception failure) when (failure is ArgumentException or OutOfMemoryException)
        {
            throw new OptionException(
                $"a model with hidden {string.Join(',', options.Hidden)} and {Dimensions()} cannot be held in " +
                    "memory; give smaller ones");
        }

        string Dimensions() => options.Latent == LatentKind.Gaussian
            ? $"latent_dimensions {options.LatentDimensions}"
            : $"latent_variables {options.LatentVariables} of latent_values {options.LatentValues}";
    }

    private sealed class Together(IReadOnlyList<IProgress<ITrainingRecord>> followers) : IProgress<ITrainingRecord>
    {
        public void Report(ITrainingRecord value)
        {
            foreach (IProgress<ITrainingRecord> follower in followers)
                follower.Report(value);
        }
    }
}
