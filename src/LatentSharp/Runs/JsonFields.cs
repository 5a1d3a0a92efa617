using System.Globalization;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs.Configuration;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>
/// The fields of a JSON object in one of a run's files. What is missing or of another kind is a damaged file.
/// </summary>
internal readonly struct JsonFields
{
    // A run repeats its configuration with an entry to a line, which may be almost three times as long.
    private const int Longest = 3 << 20;

    private readonly JsonElement element;
    private readonly string file;

    private JsonFields(JsonElement element, string file, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new DataException(
                $"{file}: {what} is of kind {element.ValueKind.ToString().ToLowerInvariant()}; expected an " +
                    "object: the file is damaged");
        (this.element, this.file) = (element, file);
    }

    /// <summary>Reads a file whose top is an object of this schema, and lets the caller take what it needs.</summary>
    /// <exception cref="DataException">The file cannot be opened, or is not such JSON.</exception>
    public static T Read<T>(string file, string schema, Func<JsonFields, T> content)
    {
        using FileStream stream = DataFile.Open(file, Longest);
        return Read(file, () => JsonDocument.Parse(stream), fields =>
        {
            string found = fields.Text("schema");
            return found == schema
                ? content(fields)
                : throw new DataException($"{file}: schema is {OneLine.Excerpt(found)}; expected '{schema}'");
        });
    }

    /// <summary>Reads a text whose top is an object, and lets the caller take what it needs.</summary>
    /// <param name="place">Where the text stands, as errors name it.</param>
    /// <param name="text">The text.</param>
    /// <param name="content">What is taken.</param>
    /// <exception cref="DataException">It is not such JSON.</exception>
    public static T Parse<T>(string place, string text, Func<JsonFields, T> content) =>
        Read(place, () => JsonDocument.Parse(text), content);

    private static T Read<T>(string file, Func<JsonDocument> open, Func<JsonFields, T> content)
    {
        try
        {
            using JsonDocument document = open();
            return content(new JsonFields(document.RootElement, file, "the top"));
        }
        catch (JsonException failure)
        {
            throw new DataException(
                FormattableString.Invariant($"{file}: line {failure.LineNumber + 1}: not JSON; the file is damaged"),
                failure);
        }
        catch (InvalidOperationException failure)
        {
            // What System.Text.Json throws for a text whose bytes or escapes spell none.
            throw new DataException($"{file}: a text in it is not Unicode; the file is damaged", failure);
        }
    }

    /// <summary>Whether there is such a field, and it is not null.</summary>
    public bool Has(string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The field itself.</summary>
    public JsonElement this[string name] =>
        element.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new DataException($"{file}: there is no '{name}'; the file is damaged");

    public JsonFields Object(string name) => new(this[name], file, $"'{name}'");

    public string Text(string name) =>
        this[name].ValueKind == JsonValueKind.String ? this[name].GetString()! : throw Wrong(name, "a text");

    /// <summary>The place of a text among the words that may stand there.</summary>
    public int OneOf(string name, string[] words) =>
        Array.IndexOf(words, Text(name)) is >= 0 and int place
            ? place
            : throw Wrong(name, $"one of {string.Join(", ", words)}");

    /// <summary>True or false.</summary>
    public bool Switch(string name) =>
        this[name].ValueKind is JsonValueKind.True or JsonValueKind.False
            ? this[name].GetBoolean()
            : throw Wrong(name, "true or false");

    /// <summary>The object itself as a configuration that has some keys and no others.</summary>
    /// <exception cref="OptionException">A key is not among them, or has a value it cannot have.</exception>
    public RunConfiguration Configuration(IReadOnlyList<ConfigurationKey> keys)
    {
        string[] known = [.. keys.Select(key => key.Name)];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new OptionException(
                    $"{file}: unknown key {OneLine.Excerpt(property.Name)}; " +
                        NearestName.Suggestion(property.Name, known));
        }

        foreach (ConfigurationKey key in keys.Where(key => !key.IsLater))
            _ = this[key.Name];
        return ConfigurationFile.Parse(element, file);
    }

    public long Whole(string name) =>
        this[name].ValueKind == JsonValueKind.Number && this[name].TryGetInt64(out long value) && value >= 0
            ? value
            : throw Wrong(name, "a whole number of at least 0");

    public int Count(string name) =>
        Whole(name) is var value && value <= int.MaxValue ? (int)value : throw Wrong(name, $"at most {int.MaxValue}");

    /// <summary>A number, or the text of one that is not finite.</summary>
    public double Real(string name)
    {
        JsonElement value = this[name];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number))
            return number;
        return
            value.ValueKind == JsonValueKind.String
            && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? number
            : throw Wrong(name, "a number");
    }

    /// <summary>The objects of a list.</summary>
    public IEnumerable<JsonFields> List(string name)
    {
        if (this[name].ValueKind != JsonValueKind.Array)
            throw Wrong(name, "a list");
        string place = file;
        return this[name].EnumerateArray().Select(entry => new JsonFields(entry, place, $"an entry of '{name}'"));
    }

    /// <summary>A list of texts.</summary>
    public string[] Texts(string name)
    {
        JsonFields here = this;
        return
        [
            .. Items(name, "a list of texts").Select(item => item.ValueKind == JsonValueKind.String
                ? item.GetString()!
                : throw here.Wrong(name, "a list of texts")),
        ];
    }

    /// <summary>A list of whole numbers of at least 0.</summary>
    public int[] Counts(string name)
    {
        JsonFields here = this;
        return
        [
            .. Items(name, "a list of whole numbers").Select(item =>
                item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int value) && value >= 0
                    ? value
                    : throw here.Wrong(name, "a list of whole numbers of at least 0")),
        ];
    }

    private JsonElement.ArrayEnumerator Items(string name, string expected) =>
        this[name].ValueKind == JsonValueKind.Array ? this[name].EnumerateArray() : throw Wrong(name, expected);

    /// <summary>The fields that are objects, with their names.</summary>
    public IEnumerable<(string Name, JsonFields Fields)> Objects()
    {
        string place = file;
        return element
            .EnumerateObject()
            .Select(property => (property.Name, new JsonFields(property.Value, place, $"'{property.Name}'")));
    }

    private DataException Wrong(string name, string expected) =>
        new(
            $"{file}: '{name}' is {OneLine.Excerpt(this[name].GetRawText())}; expected {expected}: the " +
                "file is damaged");
}
