using System.Globalization;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings;

/// <summary>Thresholds as a JSON object: the lines that are drawn elsewhere than by default, by name.</summary>
public static class ThresholdFile
{
    // A few dozen short lines.
    private const int Longest = 1 << 16;

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a file such as <c>{ "large_variance": 4 }</c>; what it does not name keeps its default.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">The file cannot be read, or is not such an object.</exception>
    /// <exception cref="OptionException">A line is unknown, or has a value that it cannot have.</exception>
    public static Thresholds Read(string path)
    {
        using FileStream stream = DataFile.Open(path, Longest);
        try
        {
            using var document = JsonDocument.Parse(stream, Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().Aggregate(new Thresholds(), (t, line) => With(t, line, path))
                : throw NoObject(path);
        }
        catch (JsonException)
        {
            throw NoObject(path);
        }
    }

    private static DataException NoObject(string path) =>
        new($"{path}: thresholds are a JSON object such as {{ \"large_variance\": 4 }}");

    private static Thresholds With(Thresholds thresholds, JsonProperty line, string path)
    {
        if (ThresholdKey.All.FirstOrDefault(key => key.Name == line.Name) is not { } key)
            throw new OptionException(
                $"{path}: there is no threshold '{line.Name}'; "
                    + NearestName.Suggestion(line.Name, [.. ThresholdKey.All.Select(known => known.Name)]));
        return line.Value.ValueKind == JsonValueKind.Number
            && line.Value.TryGetDouble(out double value)
            && double.IsFinite(value)
            && value >= 0
            ? key.With(thresholds, value)
            : throw new OptionException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: {line.Name} is {OneLine.Excerpt(line.Value.GetRawText())}; give a number of at least 0, "
                        + $"such as its default {key.Value(new Thresholds())}"));
    }
}
