using System.Globalization;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Data.Sources;
using LatentSharp.Words;

namespace LatentSharp.Runs.Configuration;

/// <summary>Configurations as JSON objects whose keys are those of <see cref="ConfigurationKeys"/>.</summary>
internal static class ConfigurationFile
{
    // Enough for the columns of a wide table.
    private const int Longest = 1 << 20;

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a file; keys it does not name keep their defaults.</summary>
    /// <param name="path">The file. Data paths in it are relative to its folder.</param>
    /// <param name="sources">The sources whose names are no paths; null for all of the library.</param>
    /// <exception cref="DataException">
    /// The file cannot be read, is longer than 1 MiB, or is not a JSON object.
    /// </exception>
    /// <exception cref="OptionException">A key is unknown or has a value it cannot have.</exception>
    public static RunConfiguration Read(string path, IReadOnlyList<IDataSource>? sources = null)
    {
        using FileStream stream = DataFile.Open(path, Longest);
        RunConfiguration configuration = Parse(stream, path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return configuration with
        {
            Data = IsName(configuration.Data, sources ?? DataSources.All)
                ? configuration.Data
                : Locate(configuration.Data, folder),
            Labels = configuration.Labels is { } labels ? Locate(labels, folder) : null,
        };
    }

    /// <summary>Reads the text of a configuration; paths in it stay as they are.</summary>
    internal static RunConfiguration Parse(Stream stream, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(stream, Lenient);
            return Parse(document.RootElement, place);
        }
        catch (JsonException failure)
        {
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{place}: line {failure.LineNumber + 1}, column {failure.BytePositionInLine + 1}: not JSON; "
                        + $"a configuration is an object such as {{ \"data\": \"digits\" }}"));
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json throws when a text is asked for that its bytes or escapes do not spell.
            throw new DataException(
                $"{place}: a text in it is not Unicode; write it in UTF-8 and without half surrogate pairs");
        }
    }

    /// <summary>Reads the keys of a JSON object.</summary>
    /// <param name="json">The object.</param>
    /// <param name="place">What errors name as its place.</param>
    /// <exception cref="DataException">It is not an object.</exception>
    /// <exception cref="OptionException">A key is unknown, or has a value it cannot have.</exception>
    public static RunConfiguration Parse(JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new DataException(
                $"{place}: a configuration is a JSON object; this is of kind " +
                    $"{json.ValueKind.ToString().ToLowerInvariant()}");
        var configuration = new RunConfiguration();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!seen.Add(property.Name))
                throw new OptionException(
                    $"{place}: the key {OneLine.Excerpt(property.Name)} is given twice; give it once");
            try
            {
                configuration = ConfigurationKeys
                    .Find(property.Name)
                    .Write(configuration, Texts(property.Value, property.Name));
            }
            catch (OptionException failure)
            {
                throw new OptionException($"{place}: {failure.Message}");
            }
        }

        return configuration;
    }

    /// <summary>Sets one key from the text of a command line; lists are separated by commas.</summary>
    /// <exception cref="OptionException">The key is unknown, or cannot have this value.</exception>
    public static RunConfiguration Set(RunConfiguration configuration, string name, string text)
    {
        ConfigurationKey key = ConfigurationKeys.Find(name);
        return key.Write(configuration, key.IsList ? text.Split(',', StringSplitOptions.TrimEntries) : [text]);
    }

    /// <summary>Writes keys with their values.</summary>
    /// <param name="writer">Where they are written.</param>
    /// <param name="configuration">Has the values.</param>
    /// <param name="keys">Which keys; null for every one.</param>
    public static void Write(
        Utf8JsonWriter writer,
        RunConfiguration configuration,
        IEnumerable<ConfigurationKey>? keys = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        foreach (ConfigurationKey key in keys ?? ConfigurationKeys.All)
        {
            writer.WritePropertyName(key.Name);
            IReadOnlyList<string> values = key.Read(configuration);
            if (key.IsList)
                writer.WriteStartArray();
            else if (values.Count == 0)
                writer.WriteNullValue();
            foreach (string value in values)
            {
                if (!key.IsNumber)
                    writer.WriteStringValue(value);
                else if (ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole))
                    writer.WriteNumberValue(whole);
                else
                    writer.WriteNumberValue(double.Parse(value, CultureInfo.InvariantCulture));
            }

            if (key.IsList)
                writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static IReadOnlyList<string> Texts(JsonElement value, string key) =>
        value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Number => [value.GetRawText()],
            JsonValueKind.Null => [],
            JsonValueKind.Array =>
            [
                .. value
                    .EnumerateArray()
                    .Select(element =>
                        element.ValueKind is JsonValueKind.String or JsonValueKind.Number
                            ? Texts(element, key)[0]
                            : throw new OptionException(
                                $"{key} has the entry {OneLine.Excerpt(element.GetRawText())}; give a list " +
                                    "of texts or numbers")),
            ],
            _ => throw new OptionException(
                $"{key} is {OneLine.Excerpt(value.GetRawText())}; give a text, a number, or a list of them"),
        };

    private static bool IsName(string data, IReadOnlyList<IDataSource> sources) =>
        data.Length == 0 || sources.Any(source => source.Name == data);

    private static string Locate(string path, string folder) => Path.GetFullPath(Path.Combine(folder, path));
}
