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
        return ReadLog(Path.Combine(run.Path, "metrics.jsonl")) with
        {
            Failure = run.Failure,
            NonFinite = FoundBy(run),
        };
    }

    /// <summary>Reads a log by itself.</summary>
    /// <param name="path">A metrics.jsonl, as a run writes it.</param>
    /// <exception cref="DataException">The log is missing, or a line of it is not what a run writes.</exception>
    public static TrainingHistory ReadLog(string path)
    {
        List<HistoryPoint> points = [];
        List<ValidationPoint> validations = [];
        using FileStream stream = DataFile.Open(path);
        using var reader = new StreamReader(stream);
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                JsonElement root = document.RootElement;
                switch (root.GetProperty("kind").GetString())
                {
                    case "step":
                        points.Add(Point(root));
                        break;
                    case "validation":
                        validations.Add(Validation(root));
                        break;
                }
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

    private static HistoryPoint Point(JsonElement step) =>
        new(
            step.GetProperty("step").GetInt64(),
            Number(step.GetProperty("objective")),
            Number(step.GetProperty("gradient_norm")),
            Terms(step));

    private static ValidationPoint Validation(JsonElement line) =>
        new(
            line.GetProperty("step").GetInt64(),
            line.GetProperty("epoch").GetInt32(),
            Number(line.GetProperty("objective")),
            Terms(line),
            line.GetProperty("best").GetBoolean())
        {
            Criterion = Number(line.TryGetProperty("router_negative_log_likelihood", out JsonElement router)
                ? router
                : line.GetProperty("objective")),
        };

    private static Dictionary<string, (double Raw, double Weight)> Terms(JsonElement line)
    {
        var terms = new Dictionary<string, (double Raw, double Weight)>();
        foreach (JsonProperty term in line.GetProperty("terms").EnumerateObject())
            terms[term.Name] = (Number(term.Value.GetProperty("raw")), Number(term.Value.GetProperty("weight")));
        return terms;
    }

    // Non-finite numbers are logged as texts.
    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : value.GetDouble();
}
