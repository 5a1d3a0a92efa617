using System.Text.Json;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reports.Rendering.Sarif;
using LatentSharp.Words;

namespace LatentSharp.Tests.Reports.Rendering;

/// <summary>Against the required properties and enumerations of the schema of SARIF 2.1.0.</summary>
public sealed class ReadingSarifTests
{
    private static JsonElement Log(Diagnosis diagnosis, string artifact = "runs/digits") =>
        JsonDocument.Parse(ReadingSarif.Render(diagnosis, artifact)).RootElement;

    [Fact]
    public void A_log_has_what_the_standard_requires()
    {
        JsonElement log = Log(SampleDiagnosis.Full);
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        JsonElement run = Assert.Single(log.GetProperty("runs").EnumerateArray());
        JsonElement driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("latent", driver.GetProperty("name").GetString());
        Assert.Equal(LibraryVersion.Short, driver.GetProperty("version").GetString());
        foreach (JsonElement rule in driver.GetProperty("rules").EnumerateArray())
        {
            string id = rule.GetProperty("id").GetString()!;
            Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
            Assert.Contains(
                $"docs/rules/{id}.md",
                rule.GetProperty("help").GetProperty("text").GetString(),
                StringComparison.Ordinal);
            Assert.Contains(
                rule.GetProperty("defaultConfiguration").GetProperty("level").GetString(),
                (string[])["note", "warning", "error"]);
        }
    }

    [Fact]
    public void Every_rule_is_listed_once_in_order()
    {
        string?[] ids =
        [
            .. Log(SampleDiagnosis.Bare)
                .GetProperty("runs")[0]
                .GetProperty("tool")
                .GetProperty("driver")
                .GetProperty("rules")
                .EnumerateArray()
                .Select(rule => rule.GetProperty("id").GetString()),
        ];
        Assert.Equal(RuleBook.Rules.Count + RuleBook.ComparisonRules.Count, ids.Length);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.Contains("LS1006", ids);
    }

    [Fact]
    public void Each_finding_is_a_result_that_says_what_it_does_not_say()
    {
        JsonElement[] results =
        [
            .. Log(SampleDiagnosis.Full).GetProperty("runs")[0].GetProperty("results").EnumerateArray(),
        ];
        Assert.Equal(SampleDiagnosis.Full.Findings.Count, results.Length);
        foreach ((JsonElement result, Finding finding) in results.Zip(SampleDiagnosis.Full.Findings))
        {
            Assert.Equal(finding.Id, result.GetProperty("ruleId").GetString());
            Assert.Equal(
                finding.Level == FindingLevel.Warning ? "warning" : "note",
                result.GetProperty("level").GetString());
            string message = result.GetProperty("message").GetProperty("text").GetString()!;
            Assert.StartsWith(finding.Title, message, StringComparison.Ordinal);
            Assert.Contains(finding.Evidence[0].Text, message, StringComparison.Ordinal);
            Assert.Contains(finding.DoesNotSay, message, StringComparison.Ordinal);
            Assert.Equal(
                finding.Evidence[0].Value,
                result.GetProperty("properties").GetProperty("evidence")[0].GetProperty("value").GetDouble());
        }
    }

    [Theory]
    [InlineData("runs/digits", "runs/digits")]
    [InlineData("./runs/my latent#1.npz", "runs/my%20latent%231.npz")]
    [InlineData("../other.npz", "../other.npz")]
    [InlineData("a:b.npz", "a%3Ab.npz")]
    public void The_artifact_is_a_relative_reference(string path, string uri)
    {
        JsonElement result = Log(SampleDiagnosis.Full, path).GetProperty("runs")[0].GetProperty("results")[0];
        string? written = result
            .GetProperty("locations")[0]
            .GetProperty("physicalLocation")
            .GetProperty("artifactLocation")
            .GetProperty("uri")
            .GetString();
        Assert.Equal(uri, written);
        Assert.False(new Uri(written!, UriKind.RelativeOrAbsolute).IsAbsoluteUri);
    }

    [Fact]
    public void A_reading_without_findings_is_an_empty_log() =>
        Assert.Empty(
            Log(SampleDiagnosis.Full with { Findings = [] })
                .GetProperty("runs")[0]
                .GetProperty("results")
                .EnumerateArray());
}
