using System.Text.Json;
using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Json;

/// <summary>A sweep as JSON, as docs/schemas/sweep-1.json describes it.</summary>
internal static class SweepJson
{
    /// <summary>The schema that readers of the output can rely on.</summary>
    public const string Schema = "latentsharp/sweep/1";

    /// <summary>Renders a sweep as one object.</summary>
    public static string Render(SweepReading sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        return JsonText.Object(writer =>
        {
            writer.WriteString("schema", Schema);
            writer.WriteString("conclusion", sweep.Conclusion);
            writer.WriteStartArray("rows");
            foreach (SweepRow row in sweep.Rows)
                WriteRow(writer, row);
            writer.WriteEndArray();
        });
    }

    private static void WriteRow(Utf8JsonWriter writer, SweepRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("name", row.Name);
        writer.WriteReal("weight", row.Weight);
        var fields = new JsonFieldWriter(writer);
        foreach ((Quantity quantity, Measured<Estimate> value) in row.Measured)
            fields.Estimate(quantity.Key, value);
        writer.WriteEndObject();
    }
}
