using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Json;

/// <summary>JSON as a text, without reflection.</summary>
internal static class JsonText
{
    // Only what JSON itself asks for is escaped: reports are read by people too, and are never pasted into a page.
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One indented object, ended by a line feed.</summary>
    public static string Object(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>A mean and its standard error as two fields of the current object.</summary>
    public static void WriteEstimate(this Utf8JsonWriter writer, Estimate estimate)
    {
        writer.WriteReal("value", estimate.Value);
        writer.WriteReal("standard_error", estimate.StandardError);
    }
}
