using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Tensors.Threads;

namespace LatentSharp.Training.Runs;

/// <summary>A run that has ended: the model with its best weights, and what it does on the test examples.</summary>
/// <param name="Path">The run directory.</param>
/// <param name="Setup">The configuration and the data.</param>
/// <param name="Model">The model, with its best weights.</param>
/// <param name="Result">How training ended.</param>
/// <param name="HeldOut">The best weights on the test examples; null for a run that was cancelled.</param>
public sealed record TrainingRun(string Path, RunSetup Setup, Cvae Model, TrainingResult Result, Evaluation? HeldOut)
{
    /// <summary>Draws of z per test example.</summary>
    public const int HeldOutDraws = 16;

    /// <summary>Trains from a loaded configuration to a finished run directory.</summary>
    /// <param name="setup">The configuration and its data.</param>
    /// <param name="path">The run directory: one that does not exist yet, or is empty.</param>
    /// <param name="progress">Hears of the training beside the run directory; is given the number of steps first.</param>
    /// <param name="pool">The threads to use; results do not depend on how many.</param>
    /// <param name="cancellation">Asks to stop after the current step.</param>
    /// <exception cref="OptionException">An option does not fit the run.</exception>
    /// <exception cref="Data.DataException">The run directory is not empty, or cannot be written.</exception>
    /// <exception cref="NonFiniteException">The loss or the gradient is not finite; the run directory says so and keeps its best weights.</exception>
    public static TrainingRun Execute(
        RunSetup setup, string path, Func<long, ITrainingObserver> progress, WorkerPool pool, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(progress);
        ulong seed = setup.Configuration.Training.Seed;
        Cvae model = Create(setup);
        Objective objective = setup.Configuration.Objective;
        var trainer = new Trainer(model, objective, setup.Configuration.Training, setup.Data, pool);
        using RunDirectory directory = RunDirectory.Create(path, setup, model);
        try
        {
            TrainingResult result = trainer.Run(new Both(directory, progress(trainer.TotalSteps)), cancellation);
            Evaluation? heldOut = result.Outcome == TrainingOutcome.Cancelled
                ? null
                : new Evaluator(model, objective, setup.Data.Test, seed, pool).Evaluate(HeldOutDraws);
            directory.Finish(result, heldOut);
            return new TrainingRun(path, setup, model, result, heldOut);
        }
        catch (NonFiniteException failure)
        {
            directory.Fail(failure.Message);
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
                $"a model with hidden {string.Join(',', options.Hidden)} and latent_dimensions {options.LatentDimensions} cannot be held in memory; give smaller ones");
        }
    }

    private sealed class Both(ITrainingObserver first, ITrainingObserver second) : ITrainingObserver
    {
        public void StepTaken(StepRecord record)
        {
            first.StepTaken(record);
            second.StepTaken(record);
        }

        public void EpochEnded(EpochRecord record)
        {
            first.EpochEnded(record);
            second.EpochEnded(record);
        }
    }
}
