using System.Text.Json;
using LatentSharp.Autodiff;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Training.Configuration;

namespace LatentSharp.Training.Runs;

/// <summary>A run, opened again: its configuration, its data and the model with its best weights.</summary>
/// <param name="Path">The run directory.</param>
/// <param name="Setup">The configuration and the data.</param>
/// <param name="Model">The model, with the weights of <c>model.safetensors</c>; those of the best validation so far where the run has not ended well.</param>
/// <param name="Failure">Why the run failed, as it recorded it; null for one that did not.</param>
public sealed record SavedRun(string Path, RunSetup Setup, Cvae Model, string? Failure)
{
    /// <summary>Whether a directory looks like a run.</summary>
    public static bool IsRun(string path) => File.Exists(System.IO.Path.Combine(path, "run.json"));

    /// <summary>Opens a run.</summary>
    /// <param name="path">The run directory.</param>
    /// <exception cref="DataException">A file of the run is missing or damaged, its data has changed, or it has kept no weights yet.</exception>
    /// <exception cref="OptionException">The recorded configuration has a value that this version does not take.</exception>
    public static SavedRun Open(string path)
    {
        string file = System.IO.Path.Combine(path, "run.json");
        using JsonDocument run = ReadJson(file);
        JsonElement root = run.RootElement;
        if (Text(root, "schema", file) is var schema && schema != RunFile.Schema)
            throw new DataException($"{file}: schema is '{schema}'; expected '{RunFile.Schema}'");
        if (!root.TryGetProperty("config", out JsonElement config))
            throw new DataException($"{file}: there is no 'config'; this is not the file of a run");
        RunSetup setup = RunSetup.Load(ConfigurationFile.Parse(config, file));
        RequireSameData(root, setup, file);

        var model = new Cvae(setup.Configuration.Model, setup.Configuration.Training.Seed);
        string status = Text(root, "status", file);
        string? failure = status == "failed" ? Text(root, "reason", file) : null;
        LoadWeights(model, status is "failed" or "running" ? BestSoFar(path, failure) : System.IO.Path.Combine(path, "model.safetensors"));
        return new SavedRun(path, setup, model, failure);
    }

    private static string BestSoFar(string path, string? failure)
    {
        string file = System.IO.Path.Combine(path, "checkpoints", "best.safetensors");
        if (File.Exists(file))
            return file;
        throw new DataException(failure is null
            ? $"{path}: the run has no validation yet, and so no weights to read; wait for the first, or train again if it was cut off"
            : $"{path}: the run failed before its first validation, and so kept no weights to read: {failure}");
    }

    private static JsonDocument ReadJson(string file)
    {
        try
        {
            using FileStream stream = DataFile.Open(file);
            return JsonDocument.Parse(stream);
        }
        catch (JsonException failure)
        {
            throw new DataException(FormattableString.Invariant($"{file}: line {failure.LineNumber + 1}: not JSON; the file is damaged"), failure);
        }
    }

    private static string Text(JsonElement root, string name, string file) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new DataException($"{file}: there is no text '{name}'; this is not the file of a run");

    private static void RequireSameData(JsonElement root, RunSetup setup, string file)
    {
        string recorded = root.TryGetProperty("data", out JsonElement data) ? Text(data, "fingerprint", file) : "";
        if (recorded != setup.Source.Fingerprint)
            throw new DataException($"{file}: the run was trained on data with fingerprint {recorded}, and {setup.Source.Name} now has {setup.Source.Fingerprint}; restore the data, or train again");
    }

    private static void LoadWeights(Cvae model, string file)
    {
        var weights = SafetensorsFile.Read(file);
        foreach (Parameter parameter in model.Parameters)
        {
            if (weights[parameter.Name].Shape != parameter.Value.Shape)
                throw new DataException($"{file}: {parameter.Name} has shape {weights[parameter.Name].Shape}; the run's configuration makes it {parameter.Value.Shape}");
            weights[parameter.Name].Span.CopyTo(parameter.Value.Span);
        }
    }
}
