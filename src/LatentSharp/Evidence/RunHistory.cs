using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs;

namespace LatentSharp.Evidence;

/// <summary>Reads the steps and validations of a run's metrics.jsonl.</summary>
internal static class RunHistory
{
    /// <summary>Reads the log of a run, and what it failed by.</summary>
    /// <exception cref="DataException">The log is missing, or a line of it is not what a run writes.</exception>
    public static TrainingHistory Read(SavedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Read(run.Path, run.Failure) with { NonFinite = FoundBy(run) };
    }

    /// <summary>Reads the log of a run directory.</summary>
    /// <param name="directory">The run directory.</param>
    /// <param name="failure">Why the run failed; null for one that did not.</param>
    /// <exception cref="DataException">The log is missing, or a line of it is not what a run writes.</exception>
    public static TrainingHistory Read(string directory, string? failure) =>
        ReadLog(Path.Combine(directory, "metrics.jsonl")) with { Failure = failure };

    /// <summary>Reads a log by itself.</summary>
    /// <param name="path">A metrics.jsonl, as a run writes it.</param>
    /// <exception cref="DataException">The log is missing, or a line of it is not what a run writes.</exception>
    public static TrainingHistory ReadLog(string path)
    {
        var points = new List<HistoryPoint>();
        var validations = new List<ValidationPoint>();
        using FileStream stream = DataFile.Open(path);
        using var reader = new StreamReader(stream);
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                JsonElement root = document.RootElement;
                string? kind = root.GetProperty("kind").GetString();
                if (kind == "step")
                    points.Add(Point(root));
                else if (kind == "validation")
                    validations.Add(Validation(root));
            }
            catch (Exception error)
                when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw DataException.AtLine(
                    path,
                    line,
                    "column 1",
                    "this is no line of a training log; the file is damaged");
            }
        }

        return new TrainingHistory(points, Failure: null) { Validations = validations };
    }

    // A run fails by a number that is not finite, and by nothing else. Earlier versions recorded it in words alone,
    // which are quoted as they are.
    private static NonFiniteNumber? FoundBy(SavedRun run) =>
        run.NonFinite is { } found ? new(found.Step, found.Problem)
        : run.Failure is { } words ? new(Step: null, words.TrimEnd('.'))
        : null;

    private static HistoryPoint Point(JsonElement step)
    {
        var terms = new Dictionary<string, (double Raw, double Weight)>();
        foreach (JsonProperty term in step.GetProperty("terms").EnumerateObject())
            terms[term.Name] = (Number(term.Value.GetProperty("raw")), Number(term.Value.GetProperty("weight")));
        return new HistoryPoint(
            step.GetProperty("step").GetInt64(),
            Number(step.GetProperty("objective")),
            Number(step.GetProperty("gradient_norm")),
            terms);
    }

    private static ValidationPoint Validation(JsonElement line) =>
        new(
            line.GetProperty("epoch").GetInt32(),
            line.GetProperty("step").GetInt64(),
            Number(line.TryGetProperty("router_negative_log_likelihood", out JsonElement router)
                ? router
                : line.GetProperty("objective")),
            line.GetProperty("best").GetBoolean());

    // Non-finite numbers are logged as texts.
    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : value.GetDouble();
}
