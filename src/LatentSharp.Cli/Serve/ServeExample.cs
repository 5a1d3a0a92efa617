using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs;

namespace LatentSharp.Cli.Serve;

/// <summary>A request to a server, as one types it.</summary>
internal static class ServeExample
{
    // More columns than these are no line to read.
    private const int MostColumns = 12;

    /// <summary>Samples for a likely x, or the model's columns where x has too many.</summary>
    public static string Of(TrainedModel model, string address, bool hasToken)
    {
        string token = hasToken ? $" -H \"Authorization: Bearer ${ServeCommand.TokenVariable}\"" : "";
        return model.ConditionFields.Count > MostColumns || model.ConditionFields.Any(HasManyNumbers)
            ? $"curl -s{token} {address}/model"
            : $"curl -s{token} {address}/sample --json '{Quoted(Body(model))}'";
    }

    private static bool HasManyNumbers(Field field) => field.Kind is not (FieldKind.Column or FieldKind.Classes);

    private static string Body(TrainedModel model)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            writer.WriteStartObject();
            if (model.ConditionFields.Width > 0)
            {
                writer.WriteStartArray("condition");
                writer.WriteStartObject();
                foreach (Field field in model.ConditionFields)
                {
                    if (field.Classes is { } classes)
                        writer.WriteString(field.Name, classes[0]);
                    else
                        writer.WriteNumber(field.Name, Typical(model, field.Start));
                }

                writer.WriteEndObject();
                writer.WriteEndArray();
            }

            writer.WriteNumber("count", 3);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // The mean of the training data, to three digits.
    private static double Typical(TrainedModel model, int column) =>
        model.Standardization is { } map
            ? double.Parse(
                map.ConditionMean.Span[column].ToString("G3", CultureInfo.InvariantCulture),
                CultureInfo.InvariantCulture)
            : 0;

    private static string Quoted(string body) => body.Replace("'", @"'\''", StringComparison.Ordinal);
}
