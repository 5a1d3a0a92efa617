using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs.Configuration;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>A model's card as the texts of a safetensors file's metadata.</summary>
internal static class ModelMetadata
{
    /// <summary>The format of weights without a card.</summary>
    public const string Bare = "latentsharp/model/1";

    /// <summary>The format of weights with one.</summary>
    public const string Current = "latentsharp/model/2";

    private const string Format = "format", Configuration = "configuration", Preprocessing = "preprocessing";

    private static readonly string[] Kinds = ["column", "numbers", "classes", "image"];

    /// <summary>The texts of a card; the same card gives the same texts.</summary>
    public static Dictionary<string, string> Of(ModelCard card) =>
        new()
        {
            [Format] = Current,
            [Configuration] = Text(writer => ConfigurationFile.Write(writer, card.Configuration, ModelCard.Keys)),
            [Preprocessing] = Text(writer =>
            {
                writer.WriteStartObject();
                Write(writer, "condition", card.Condition);
                Write(writer, "target", card.Target);
                if (card.Classes is not null)
                    Write(writer, "labels", card.Classes);
                writer.WriteBoolean("standardized", card.Standardization is not null);
                writer.WriteEndObject();
            }),
        };

    /// <summary>Reads the card of a file; null where the file is of the format that has none.</summary>
    /// <param name="path">The file, as errors name it.</param>
    /// <param name="metadata">Its texts.</param>
    /// <param name="standardization">The standardisation that the file's tensors hold; null for none.</param>
    /// <exception cref="DataException">The texts are of a later version, or damaged.</exception>
    public static ModelCard? Read(
        string path,
        IReadOnlyDictionary<string, string> metadata,
        Standardization? standardization)
    {
        if (!metadata.TryGetValue(Format, out string? format) || format == Bare)
            return null;
        if (format != Current)
            throw new DataException(
                $"{path}: metadata '{Format}' is {OneLine.Excerpt(format)}; expected '{Current}' or '{Bare}': the " +
                    "file is no model, or one of a later version, which can open it");
        RunConfiguration configuration = Parse(path, metadata, Configuration, ReadConfiguration);
        return Parse(path, metadata, Preprocessing, fields =>
        {
            string place = PlaceOf(path, Preprocessing);
            Fields condition = ReadFields(fields, "condition", place), target = ReadFields(fields, "target", place);
            bool standardized = fields.Switch("standardized");
            if (standardized != (standardization is not null))
                throw new DataException(
                    $"{path}: standardized is {(standardized ? "true" : "false")}, and the tensors of a " +
                        $"standardisation are {(standardized ? "not there" : "there")}: the file is damaged");
            return new ModelCard(
                configuration with
                {
                    Model = configuration.Model with
                    {
                        ConditionDimensions = condition.Width,
                        TargetDimensions = target.Width > 0 ? target.Width
                            : throw new DataException($"{place}: there are no target columns; the file is damaged"),
                    },
                },
                condition,
                target,
                fields.Has("labels") ? fields.Texts("labels") : null,
                standardization);
        });
    }

    private static RunConfiguration ReadConfiguration(JsonFields fields)
    {
        try
        {
            return fields.Configuration(ModelCard.Keys);
        }
        catch (OptionException failure)
        {
            throw new DataException($"{failure.Message}: the file is damaged, or of another version", failure);
        }
    }

    private static string PlaceOf(string path, string text) => $"{path}: metadata '{text}'";

    private static T Parse<T>(
        string path,
        IReadOnlyDictionary<string, string> metadata,
        string name,
        Func<JsonFields, T> content) =>
        metadata.TryGetValue(name, out string? text)
            ? JsonFields.Parse(PlaceOf(path, name), text, content)
            : throw new DataException($"{path}: there is no metadata '{name}', which '{Current}' has; the file is " +
                "damaged");

    private static Fields ReadFields(JsonFields from, string name, string place)
    {
        try
        {
            var fields = new Fields([.. from.List(name).Select(field => ReadField(field, place))]);
            return fields.GroupBy(field => field.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? throw new DataException(
                    $"{place}: two fields of '{name}' are named {OneLine.Excerpt(twice.Key)}; the file is damaged")
                : fields;
        }
        catch (OverflowException)
        {
            throw new DataException($"{place}: the fields of '{name}' have too many elements; the file is damaged");
        }
    }

    private static Field ReadField(JsonFields field, string place)
    {
        string name = field.Text("name");
        switch (field.OneOf("kind", Kinds))
        {
            case 0:
                return Field.Column(name);
            case 1:
                return Field.Numbers(name, AtLeastOne(field.Count("width")));
            case 2:
                string[] classes = field.Texts("classes");
                AtLeastOne(classes.Distinct(StringComparer.Ordinal).Count() == classes.Length ? classes.Length : 0);
                return Field.OneHot(name, classes);
            default:
                // Grey values from black to white, whatever the file that they were read from had.
                if (field.Counts("range") is not [0, 1])
                    throw Damaged("range is not [0, 1]");
                try
                {
                    return Field.Image(
                        name,
                        new PixelLayout(field.Count("width"), field.Count("height"), field.Counts("pixels")));
                }
                catch (DataException failure) when (!failure.Message.StartsWith(place, StringComparison.Ordinal))
                {
                    throw Damaged(failure.Message);
                }
        }

        int AtLeastOne(int width) => width >= 1 ? width : throw Damaged("it has no elements, or one twice");

        DataException Damaged(string problem) =>
            new($"{place}: the field {OneLine.Excerpt(name)}: {problem}; the file is damaged");
    }

    private static void Write(Utf8JsonWriter writer, string name, Fields fields)
    {
        writer.WriteStartArray(name);
        foreach (Field field in fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WriteString("kind", Kinds[(int)field.Kind]);
            if (field.Classes is { } classes)
                Write(writer, "classes", classes);
            if (field.Kind == FieldKind.Numbers)
                writer.WriteNumber("width", field.Width);
            if (field.Pixels is { } pixels)
            {
                writer.WriteNumber("width", pixels.Width);
                writer.WriteNumber("height", pixels.Height);
                Write(writer, "pixels", pixels.Indices);
                Write(writer, "range", [0, 1]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<int> numbers)
    {
        writer.WriteStartArray(name);
        foreach (int number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    private static string Text(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
            content(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
