using System.Text.Json;
using LatentSharp.Reading;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Json;

/// <summary>Two readings and their differences as JSON, as docs/schemas/comparison-2.json describes it.</summary>
internal static class ComparisonJson
{
    /// <summary>The schema that readers of the output can rely on.</summary>
    public const string Schema = "latentsharp/comparison/2";

    /// <summary>Renders a comparison as one object.</summary>
    public static string Render(ReadingComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return JsonText.Object(writer =>
        {
            writer.WriteString("schema", Schema);
            writer.WriteStartObject("before");
            ReadingJson.WriteReading(writer, comparison.Before);
            writer.WriteEndObject();
            writer.WriteStartObject("after");
            ReadingJson.WriteReading(writer, comparison.After);
            writer.WriteEndObject();
            writer.WriteStartArray("differences");
            foreach (QuantityDifference difference in comparison.Differences)
                WriteDifference(writer, difference);
            writer.WriteEndArray();
            ReadingJson.WriteFindings(writer, comparison.Findings);
        });
    }

    private static void WriteDifference(Utf8JsonWriter writer, QuantityDifference difference)
    {
        writer.WriteStartObject();
        writer.WriteString("quantity", difference.Quantity);
        writer.WriteReal("before", difference.Before);
        writer.WriteReal("after", difference.After);
        writer.WriteReal("difference", difference.Difference);
        writer.WriteReal("standard_error", difference.StandardError);
        writer.WriteString("needs", difference.Needs);
        writer.WriteEndObject();
    }
}
