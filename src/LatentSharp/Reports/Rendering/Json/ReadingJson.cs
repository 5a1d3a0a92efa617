using System.Text.Json;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reports.Documents;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Json;

/// <summary>A diagnosis as JSON, as docs/schemas/reading-2.json describes it.</summary>
public static class ReadingJson
{
    /// <summary>The schema that readers of the output can rely on.</summary>
    public const string Schema = "latentsharp/reading/2";

    /// <summary>
    /// Renders a diagnosis as one object. Numbers that are not finite are the texts NaN, Infinity and -Infinity.
    /// </summary>
    public static string Render(Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        return JsonText.Object(writer =>
        {
            writer.WriteString("schema", Schema);
            writer.WriteStartObject("verdict");
            writer.WriteString("level", diagnosis.Verdict.Level is { } level ? Spelling.Of(level) : null);
            writer.WriteString("text", diagnosis.Verdict.Text);
            writer.WriteEndObject();
            WriteReading(writer, diagnosis.Reading);
            writer.WriteStartArray("questions");
            foreach (Answer answer in diagnosis.Answers)
                WriteAnswer(writer, answer);
            writer.WriteEndArray();
            WriteFindings(writer, diagnosis.Findings);
        });
    }

    /// <summary>Writes a reading's members into the current object.</summary>
    internal static void WriteReading(Utf8JsonWriter writer, LatentReading reading)
    {
        writer.WriteString("name", reading.Name);
        writer.WriteNumber("examples", reading.Examples);
        writer.WriteString("family", reading.Family.Name);
        writer.WriteNumber("dimensions", reading.Dimensions);
        if (reading.Values is { } values)
            writer.WriteNumber("values", values);
        if (reading.PriorIsStandard is { } standard)
            writer.WriteBoolean("prior_is_standard", standard);
        else
            writer.WriteNull("prior_is_standard");
        writer.WriteStartObject("objective");
        writer.WriteStartObject("posterior_variance");
        ObjectiveRole role = reading.PosteriorVarianceRole;
        writer.WriteString("role", Spelling.Of(role.Role));
        writer.WriteReal("weight", role.Weight);
        writer.WriteReal("contribution", role.Contribution);
        writer.WriteReal("share_of_objective", role.ShareOfObjective);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("quantities");
        var fields = new JsonFieldWriter(writer);
        foreach (Quantity quantity in QuantityBook.All)
            quantity.Write(reading.Quantities, fields);
        writer.WriteEndObject();
    }

    /// <summary>Writes findings as the member <c>findings</c>.</summary>
    internal static void WriteFindings(Utf8JsonWriter writer, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray("findings");
        foreach (Finding finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("id", finding.Id);
            writer.WriteString("level", Spelling.Of(finding.Level));
            writer.WriteString("title", finding.Title);
            WriteEvidence(writer, finding.Evidence);
            writer.WriteString("does_not_say", finding.DoesNotSay);
            writer.WriteString("next_step", finding.NextStep);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes evidence as the member <c>evidence</c>.</summary>
    internal static void WriteEvidence(Utf8JsonWriter writer, IReadOnlyList<EvidenceItem> evidence)
    {
        writer.WriteStartArray("evidence");
        foreach (EvidenceItem item in evidence)
        {
            writer.WriteStartObject();
            writer.WriteString("quantity", item.Quantity);
            writer.WriteReal("value", item.Value);
            writer.WriteReal("standard_error", item.StandardError);
            writer.WriteString("text", item.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAnswer(Utf8JsonWriter writer, Answer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("question", answer.Question);
        writer.WriteString("concern", answer.Concern);
        writer.WriteString("text", answer.Text);
        WriteEvidence(writer, answer.Evidence);
        writer.WriteStartArray("findings");
        foreach (string id in answer.Findings)
            writer.WriteStringValue(id);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
