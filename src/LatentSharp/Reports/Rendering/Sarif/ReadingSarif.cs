using System.Text.Json;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Sarif;

/// <summary>Findings as SARIF 2.1.0 (OASIS standard, 2020), which code hosts and editors show.</summary>
public static class ReadingSarif
{
    private const string Version = "2.1.0";

    /// <summary>
    /// Renders a diagnosis as a log of one run; each finding is a result at the artifact that was read.
    /// </summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="artifact">The path that was read, relative to the root that the log's readers know.</param>
    public static string Render(Diagnosis diagnosis, string artifact)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        ArgumentException.ThrowIfNullOrEmpty(artifact);
        string uri = UriOf(artifact);
        return JsonText.Object(writer =>
        {
            writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            writer.WriteString("version", Version);
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            WriteTool(writer, diagnosis.Rules);
            writer.WriteStartArray("results");
            foreach (Finding finding in diagnosis.Findings)
                WriteResult(writer, finding, uri);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
    }

    // Every rule is listed, so that a reader can tell "held not" from "not looked for".
    private static void WriteTool(Utf8JsonWriter writer, IReadOnlyList<IRule> applied)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "latent");
        writer.WriteString("version", LibraryVersion.Short);
        writer.WriteStartArray("rules");
        IEnumerable<(string Id, string Name, FindingLevel Level)> rules =
            applied.Select(rule => (rule.Id, rule.Name, rule.Level))
            .Concat(RuleBook.ComparisonRules.Select(rule => (rule.Id, rule.Name, rule.Level)));
        foreach ((string id, string name, FindingLevel level) in rules.OrderBy(rule => rule.Id, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            WriteText(writer, "shortDescription", $"{name}.");
            if (Spelling.RulePage(id) is { } page)
                WriteText(writer, "help", $"See {page}.");
            writer.WriteStartObject("defaultConfiguration");
            writer.WriteString("level", Spelling.Of(level));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, Finding finding, string uri)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Id);
        writer.WriteString("level", Spelling.Of(finding.Level));
        WriteText(writer, "message",
            $"{finding.Title} {Evidence(finding)}"
            + $"What it does not say: {finding.DoesNotSay} Next step: {finding.NextStep}");
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", uri);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("properties");
        ReadingJson.WriteEvidence(writer, finding.Evidence);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // The library's findings all cite a number; one of a program's own may not.
    private static string Evidence(Finding finding) =>
        finding.Evidence.Count == 0
            ? ""
            : $"Evidence: {string.Join("; ", finding.Evidence.Select(item => item.Text))}. ";

    // A multiformatMessageString and a message have the same one required property.
    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    /// <summary>
    /// A relative path as a relative reference (RFC 3986); a rooted one can only be an absolute file URI.
    /// </summary>
    private static string UriOf(string path)
    {
        if (Path.IsPathRooted(path))
            return new Uri(path).AbsoluteUri;
        string[] segments = path.Split(
            OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'],
            StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', segments.Where(segment => segment != ".").Select(Uri.EscapeDataString));
    }
}
