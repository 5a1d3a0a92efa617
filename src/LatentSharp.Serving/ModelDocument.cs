using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Serving;

/// <summary>
/// A model as a caller sees it: what it is, its columns and their units, what one request may ask for, and the
/// quantities of its run's reading where there are any.
/// </summary>
internal static class ModelDocument
{
    private static readonly string[] Kinds = ["column", "numbers", "classes", "image"];

    /// <exception cref="DataException">The run has a reading, and it is damaged.</exception>
    public static byte[] Of(TrainedModel model, ServingOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonAnswer.Options))
        {
            writer.WriteStartObject();
            foreach (string key in (string[])["model", "likelihood", "prior"])
                writer.WriteString(key, Setting(key, model));
            writer.WriteNumber("latent_dimensions", model.LatentDimensions);
            Write(writer, "condition", model.ConditionFields);
            Write(writer, "target", model.TargetFields);
            writer.WriteStartObject("limits");
            writer.WriteNumber("body_bytes", options.MaximumBodyBytes);
            writer.WriteNumber("rows", options.MaximumRows);
            writer.WriteNumber("draws", options.MaximumDraws);
            writer.WriteNumber("numbers", options.MaximumNumbers);
            writer.WriteEndObject();
            WriteQuantities(writer, model.Path);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string Setting(string key, TrainedModel model) =>
        ConfigurationKeys.Find(key).Read(new RunConfiguration { Model = model.Options })[0];

    private static void Write(Utf8JsonWriter writer, string name, Fields fields)
    {
        writer.WriteStartArray(name);
        foreach (Field field in fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WriteString("kind", Kinds[(int)field.Kind]);
            writer.WriteString("unit", field.Kind switch
            {
                FieldKind.Image => "from 0, black, to 1, white",
                FieldKind.Classes => "1 for the class, 0 for the others",
                _ => "that of the data",
            });
            writer.WriteNumber("width", field.Width);
            if (field.Width > 1)
            {
                writer.WriteStartArray("elements");
                for (int element = 0; element < field.Width; element++)
                    writer.WriteStringValue(field.ElementName(element));
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteQuantities(Utf8JsonWriter writer, string run)
    {
        string file = Path.Combine(run, "reading.json");
        if (!File.Exists(file))
            return;
        try
        {
            using var reading = JsonDocument.Parse(File.ReadAllBytes(file));
            writer.WritePropertyName("quantities");
            reading.RootElement.GetProperty("quantities").WriteTo(writer);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DataException(
                $"{file}: it is not a reading with 'quantities'; read the run again, or take the file away", failure);
        }
    }
}
