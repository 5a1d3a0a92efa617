using System.Text.Encodings.Web;
using System.Text.Json;
using LatentSharp.Autodiff;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Training.Runs;

/// <summary>
/// What a run leaves behind: run.json, metrics.jsonl, model.safetensors (the best weights) and checkpoints/best and
/// /last. It listens to the training and writes as it goes.
/// </summary>
public sealed class RunDirectory : ITrainingObserver, IDisposable
{
    private readonly RunSetup setup;
    private readonly Cvae model;
    private readonly MetricsLog metrics;

    private RunDirectory(string path, RunSetup setup, Cvae model)
    {
        (Path, this.setup, this.model) = (path, setup, model);
        metrics = new MetricsLog(System.IO.Path.Combine(path, "metrics.jsonl"));
        WriteRun("running", result: null);
    }

    /// <summary>The directory.</summary>
    public string Path { get; }

    private string BestPath => System.IO.Path.Combine(Path, "checkpoints", "best.safetensors");

    /// <summary>Makes the directory and its first files.</summary>
    /// <param name="path">A path that does not exist yet, or an empty directory.</param>
    /// <param name="setup">The run.</param>
    /// <param name="model">The model that is trained.</param>
    /// <exception cref="DataException">The directory holds files already, or cannot be written.</exception>
    public static RunDirectory Create(string path, RunSetup setup, Cvae model)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            RequireEmpty(path);
            Directory.CreateDirectory(System.IO.Path.Combine(path, "checkpoints"));
            return new RunDirectory(path, setup, model);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the run directory cannot be written ({failure.Message}); give another --out");
        }
    }

    /// <summary>Makes sure that a directory does not exist yet, or is empty.</summary>
    /// <exception cref="DataException">The directory holds files already.</exception>
    public static void RequireEmpty(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new DataException($"{path}: the directory is not empty; give another --out, or remove it first");
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
    public void StepTaken(StepRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Step % setup.Configuration.LogEverySteps == 0)
            metrics.Write(record);
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        metrics.Write(record);
        if (record.IsBest)
            SaveWeights(BestPath);
    }

    /// <summary>Writes the final weights and how the run ended.</summary>
    /// <param name="result">The training's result; the model has its best weights.</param>
    /// <param name="heldOut">The best weights on the test examples; null for a run that was cancelled.</param>
    public void Finish(TrainingResult result, Evaluation? heldOut)
    {
        ArgumentNullException.ThrowIfNull(result);
        SaveWeights(System.IO.Path.Combine(Path, "model.safetensors"));
        var best = new WeightSnapshot(model.Parameters);
        result.LastWeights.Restore();
        SaveWeights(System.IO.Path.Combine(Path, "checkpoints", "last.safetensors"));
        best.Restore();
        string status = result.Outcome switch
        {
            TrainingOutcome.Completed => "completed",
            TrainingOutcome.StoppedEarly => "stopped_early",
            _ => "cancelled",
        };
        WriteRun(status, (result, heldOut));
    }

    /// <summary>Records that the run failed; the best weights stay as they are.</summary>
    public void Fail(string reason) => WriteRun("failed", result: null, reason);

    /// <inheritdoc/>
    public void Dispose() => metrics.Dispose();

    private void SaveWeights(string path)
    {
        var tensors = new List<(string Name, Tensor Tensor)>();
        foreach (Parameter parameter in model.Parameters)
            tensors.Add((parameter.Name, parameter.Value));
        if (setup.Standardization is { } standardization)
        {
            tensors.Add(("standardization.condition.mean", standardization.ConditionMean));
            tensors.Add(("standardization.condition.scale", standardization.ConditionScale));
            tensors.Add(("standardization.target.mean", standardization.TargetMean));
            tensors.Add(("standardization.target.scale", standardization.TargetScale));
        }

        SafetensorsFile.Write(path, tensors, new Dictionary<string, string> { ["format"] = "latentsharp/model/1" });
    }

    private void WriteRun(string status, (TrainingResult Training, Evaluation? HeldOut)? result, string? reason = null) =>
        AtomicFile.Write(System.IO.Path.Combine(Path, "run.json"), stream =>
        {
            // For people to read: "+" and "'" stand as they are, and not as the escapes that a web page would need.
            var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            using (var writer = new Utf8JsonWriter(stream, options))
                RunFile.Write(writer, setup, status, reason, result?.Training, result?.HeldOut);
            stream.Write("\n"u8);
        });
}
