using System.Text.Encodings.Web;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Runs.Configuration;
using LatentSharp.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatentSharp.Runs;

/// <summary>
/// What a run leaves behind: run.json, metrics.jsonl, model.safetensors (the best weights) and its checkpoints. It
/// follows the training and writes as it goes.
/// </summary>
internal sealed class RunDirectory : IProgress<ITrainingRecord>, ICheckpointStore, IDisposable
{
    private const string CheckpointsName = "checkpoints";

    private readonly RunSetup setup;
    private readonly IConditionalModel model;
    private readonly ILogger logger;
    private readonly RunLock runLock;
    private readonly CheckpointFolder checkpoints;
    private readonly MetricsLog metrics;
    private readonly List<ConfigurationChange> changes = [];
    private readonly List<RollbackRecord> rollbacks = [];

    private (long Step, int Epoch, int Rollbacks)? saved;

    private RunDirectory(string path, RunSetup setup, IConditionalModel model, ILogger? logger)
    {
        (Path, this.setup, this.model, this.logger) = (path, setup, model, logger ?? NullLogger.Instance);
        runLock = RunLock.Take(path);
        try
        {
            string folder = In(CheckpointsName);
            Directory.CreateDirectory(folder);
            AtomicFile.RemoveTemporaries(path);
            RunConfiguration configuration = setup.Configuration;
            TrainingOptions training = configuration.Training;
            checkpoints = new CheckpointFolder(
                folder,
                // Only a run that may have to go back to its start keeps it.
                step => step % training.CheckpointEverySteps == 0
                    && (step > 0 || training.OnNonFinite == NonFinitePolicy.Rollback),
                (long?)configuration.CheckpointKeepEvery * training.CheckpointEverySteps);
            checkpoints.Clean();
            if (!RunRecord.Exists(path))
                WriteRun(Status("running"));
            metrics = new MetricsLog(In("metrics.jsonl"));
        }
        catch
        {
            runLock.Dispose();
            throw;
        }
    }

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>Makes the directory and its first files.</summary>
    /// <param name="path">A path that does not exist yet, or an empty directory.</param>
    /// <param name="setup">The run.</param>
    /// <param name="model">The model that is trained.</param>
    /// <param name="logger">Hears of checkpoints and rollbacks; null for none.</param>
    /// <exception cref="DataException">The directory holds files already, or a file is in its place.</exception>
    /// <exception cref="IOException">The directory or a file cannot be written.</exception>
    public static RunDirectory Create(string path, RunSetup setup, IConditionalModel model, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(model);
        RequireEmpty(path);
        Directory.CreateDirectory(path);
        return new RunDirectory(path, setup, model, logger);
    }

    /// <summary>
    /// Goes on with the run of a directory: brings back the last checkpoint that is whole and drops what was logged
    /// after it. Where no checkpoint was written yet, the run starts over; where there is no run yet, one is begun.
    /// </summary>
    /// <param name="path">The run directory.</param>
    /// <param name="setup">The run as it is now configured.</param>
    /// <param name="model">The model, with its initial weights.</param>
    /// <param name="state">The state of its training, which receives the checkpoint.</param>
    /// <param name="allowChanges">Whether configuration and data may differ from those the run began with.</param>
    /// <param name="logger">Hears of damaged files, checkpoints and rollbacks; null for none.</param>
    /// <exception cref="DataException">
    /// The directory holds something else, its files are damaged, or another process trains in it.
    /// </exception>
    /// <exception cref="OptionException">Configuration or data differ, or make a model of another shape.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static RunDirectory Resume(
        string path,
        RunSetup setup,
        IConditionalModel model,
        TrainingState state,
        bool allowChanges = false,
        ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(state);
        if (!RunRecord.Exists(path))
        {
            RemoveBeginnings(path);
            return Create(path, setup, model, logger);
        }

        var begun = RunRecord.Read(path);
        IReadOnlyList<ConfigurationChange> changes = ConfigurationChange.Between(begun, setup);
        if (changes.Count > 0 && !allowChanges)
        {
            throw new OptionException(
                $"{path}: the run began with {List(change => change.From)}, and is resumed with "
                    + $"{List(change => change.To)}; leave it as it was, or allow the changes")
            {
                Remedy = new Remedy(RemedyKind.AllowChanges),
            };

            string List(Func<ConfigurationChange, string> side) =>
                string.Join(", ", changes.Select(change => $"{change.Key} {side(change)}"));
        }

        var directory = new RunDirectory(path, setup, model, logger);
        try
        {
            directory.Continue(state, begun.Changes, changes);
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>The configuration of the run in a directory.</summary>
    /// <exception cref="DataException">There is no run, or its record is damaged.</exception>
    public static RunConfiguration ConfigurationOf(string path) => RunRecord.Read(path).Configuration;

    /// <summary>Makes sure that a directory does not exist yet, or is empty.</summary>
    /// <exception cref="DataException">
    /// The directory holds files already, or a file stands where it or a parent is to be.
    /// </exception>
    public static void RequireEmpty(string path)
    {
        for (
            string? place = System.IO.Path.GetFullPath(path);
            place is not null;
            place = System.IO.Path.GetDirectoryName(place))
        {
            if (File.Exists(place))
                throw new DataException(
                    $"{path}: the run directory cannot be made ({place} is a file); give another")
                {
                    Remedy = new Remedy(RemedyKind.AnotherRunDirectory),
                };
        }

        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw RunRecord.Exists(path)
                ? new DataException(
                    $"{path}: the directory is not empty; give another, go on with the run in it, or remove it first")
                {
                    Remedy = new Remedy(RemedyKind.AnotherRunDirectoryOrResume),
                }
                : new DataException($"{path}: the directory is not empty; give another, or remove it first")
                {
                    Remedy = new Remedy(RemedyKind.AnotherRunDirectory),
                };
        }
    }

    /// <summary>The first of <c>parent/name</c>, <c>parent/name-2</c>, ... that does not exist.</summary>
    public static string NextFree(string parent, string name)
    {
        string path = System.IO.Path.Combine(parent, name);
        for (int number = 2; System.IO.Path.Exists(path); number++)
            path = System.IO.Path.Combine(parent, $"{name}-{number}");
        return path;
    }

    /// <inheritdoc/>
    public void Report(ITrainingRecord value)
    {
        switch (value)
        {
            case StepRecord step when step.Step % setup.Configuration.LogEverySteps == 0:
                metrics.Write(step);
                break;
            case EpochRecord epoch:
                metrics.Write(epoch);
                if (epoch.IsBest)
                    ModelWeights.Save(In(CheckpointsName, "best.safetensors"), model, ModelCard.Of(setup));
                break;
            case RollbackRecord rollback:
                rollbacks.Add(rollback);
                metrics.Write(rollback);
                logger.RolledBack(rollback.Step, rollback.Reason, rollback.ToStep, rollback.LearningRateScale);
                break;
        }
    }

    /// <inheritdoc/>
    public void Save(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (long, int, int) position = (state.Step, state.Epoch, state.Rollbacks.Count);
        if (saved == position)
            return;
        metrics.FlushToDisk();
        checkpoints.Save(state, metrics.Length);
        saved = position;
        logger.Saved(Path, state.Step);
    }

    /// <inheritdoc/>
    public void Restore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Checkpoint? checkpoint = checkpoints.Restore(state, metrics.Length, failure => logger.Damaged(failure.Message));
        metrics.Truncate(checkpoint?.MetricsBytes ?? 0);
        saved = null;
    }

    /// <summary>Writes the final weights and how the run ended.</summary>
    /// <param name="result">The training's result; the model has its best weights.</param>
    /// <param name="heldOut">The best weights on the test examples; null for a run that was cancelled.</param>
    public void Finish(TrainingResult result, Evaluation? heldOut)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Outcome != TrainingOutcome.Cancelled)
            ModelWeights.Save(In(SavedRun.EndedWeights), model, ModelCard.Of(setup));
        string status = result.Outcome switch
        {
            TrainingOutcome.Completed => "completed",
            TrainingOutcome.StoppedEarly => "stopped_early",
            _ => "cancelled",
        };
        WriteRun(Status(status) with { Result = result, HeldOut = heldOut });
        logger.Ended(Path, result.Steps, result.Outcome);
    }

    /// <summary>
    /// Records the number that the run failed by; the best weights and the checkpoints stay as they are.
    /// </summary>
    public void Fail(NonFiniteException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        WriteRun(Status("failed") with { Failure = failure });
        logger.Failed(Path, failure.Message);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics.Dispose();
        runLock.Dispose();
    }

    // A run that was cut off before its record stood has left at most these.
    private static void RemoveBeginnings(string path)
    {
        if (!Directory.Exists(path))
            return;
        AtomicFile.RemoveTemporaries(path);
        File.Delete(System.IO.Path.Combine(path, RunLock.FileName));
        string folder = System.IO.Path.Combine(path, CheckpointsName);
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private void Continue(
        TrainingState state,
        IReadOnlyList<ConfigurationChange> earlier,
        IReadOnlyList<ConfigurationChange> now)
    {
        Restore(state);
        rollbacks.AddRange(state.Rollbacks);
        changes.AddRange(earlier);
        foreach (ConfigurationChange change in now)
        {
            changes.Add(change with { Step = state.Step });
            logger.Changed(Path, state.Step, change.Key, change.To, change.From);
        }

        // What was best by another number cannot be compared with what follows.
        if (!now.All(change => change.KeepsCriterion) && state.Epoch < setup.Configuration.Training.Epochs)
            (state.Best, state.EpochsWithoutBetter) = (null, 0);
        WriteRun(Status("running"));
    }

    private string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    private RunStatus Status(string name) => new(name, changes, rollbacks);

    private void WriteRun(RunStatus status) =>
        AtomicFile.Write(
            RunRecord.PathIn(Path),
            stream =>
            {
                // For people to read: "+" and "'" stand as they are, and not as the escapes that a web page would need.
                var options = new JsonWriterOptions
                {
                    Indented = true,
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                };
                using (var writer = new Utf8JsonWriter(stream, options))
                    RunFile.Write(writer, setup, status);
                stream.Write("\n"u8);
            }
        );
}
