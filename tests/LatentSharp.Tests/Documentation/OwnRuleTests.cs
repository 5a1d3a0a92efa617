using System.Text.Json;
using LatentSharp.Own;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Sarif;
using LatentSharp.Reports.Rendering.Text;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Data.Formats.Numpy;
using LatentSharp.Tests.Data.Formats.Zip;
using LatentSharp.Tests.Reading;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Documentation;

/// <summary>The rule of docs/own/rule.md, from a file of arrays to every kind of report.</summary>
public sealed class OwnRuleTests : IDisposable
{
    private const string Title = "Fewer than half of the latent is used: 1 of 3 dimensions active.";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    public void The_rule_speaks_below_half(int active, bool speaks)
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            ActiveUnits = new Units(active, [.. Enumerable.Range(0, active)], Of: 4),
        });
        Assert.Equal(speaks, new FewActiveUnits().Apply(reading, health: null, new Thresholds()) is not null);
    }

    [Fact]
    public void Its_finding_stands_in_every_report_without_a_page_of_the_library()
    {
        ReportInput report = RuleExample.Read(OneOfThreeActive());
        Finding own = report.Diagnosis.Findings.Single(finding => finding.Id == "OWN0001");
        Assert.Equal((Title, FindingLevel.Note), (own.Title, own.Level));
        Assert.Contains(report.Diagnosis.Findings, finding => finding.Id.StartsWith("LS", StringComparison.Ordinal));

        string text = ReadingText.Render(report.Diagnosis), page = ReadingHtml.Render(report);
        Assert.Contains($"note OWN0001 {Title}", text, StringComparison.Ordinal);
        Assert.Contains("    evidence      1 of 3 dimensions active\n", text, StringComparison.Ordinal);
        Assert.Contains("explained in  docs/rules/LS", text, StringComparison.Ordinal);
        Assert.Contains("<article class=\"finding note\" id=\"OWN0001\">", page, StringComparison.Ordinal);
        Assert.Contains(Title, page, StringComparison.Ordinal);

        string json = ReadingJson.Render(report.Diagnosis), sarif = ReadingSarif.Render(report.Diagnosis, "one.npz");
        Assert.Empty(JsonSchemaCheck.OfPublished("reading-2.json").Errors(json));
        JsonElement finding = Single(Root(json).GetProperty("findings"), "id");
        Assert.Equal(Title, finding.GetProperty("title").GetString());
        Assert.Equal(1, finding.GetProperty("evidence")[0].GetProperty("value").GetDouble());

        JsonElement run = Root(sarif).GetProperty("runs")[0];
        JsonElement rule = Single(run.GetProperty("tool").GetProperty("driver").GetProperty("rules"), "id");
        Assert.Equal("Few active units.", rule.GetProperty("shortDescription").GetProperty("text").GetString());
        Assert.False(rule.TryGetProperty("help", out _));
        Assert.StartsWith(
            $"{Title} Evidence: 1 of 3 dimensions active. What it does not say: ",
            Single(run.GetProperty("results"), "ruleId").GetProperty("message").GetProperty("text").GetString(),
            StringComparison.Ordinal);

        Assert.All(
            new[] { text, page, json, sarif },
            document => Assert.DoesNotContain("docs/rules/OWN0001", document, StringComparison.Ordinal));

        static JsonElement Root(string document) => JsonDocument.Parse(document).RootElement;

        static JsonElement Single(JsonElement list, string key) =>
            list.EnumerateArray().Single(entry => entry.GetProperty(key).GetString() == "OWN0001");
    }

    // Means apart along one dimension of three, and one variance for all.
    private string OneOfThreeActive()
    {
        const int Examples = 60;
        float[] means = [.. Enumerable.Range(0, 3 * Examples).Select(i => i % 3 == 1 ? 3 * MathF.Sin(i * 1.7f) : 0)];
        string shape = FormattableString.Invariant($"({Examples}, 3)");
        scratch.WriteBytes("one.npz", ZipBytes.Of(
            ZipPart.Stored("posterior_mean.npy", NpyBytes.Of<float>("<f4", shape, means)),
            ZipPart.Stored(
                "posterior_logvar.npy",
                NpyBytes.Of<float>("<f4", shape, [.. Enumerable.Repeat(MathF.Log(4), 3 * Examples)]))));
        return scratch["one.npz"];
    }
}
