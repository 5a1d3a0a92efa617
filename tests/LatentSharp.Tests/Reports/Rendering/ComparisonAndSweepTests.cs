using System.Text.Json;
using System.Xml.Linq;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Text;

namespace LatentSharp.Tests.Reports.Rendering;

public sealed class ComparisonAndSweepTests
{
    [Fact]
    public void A_comparison_prints_as_its_golden_file() =>
        GoldenFile.Agrees("comparison.txt", ComparisonText.Render(SampleDiagnosis.Comparison));

    [Fact]
    public void A_sweep_prints_as_its_golden_file() =>
        GoldenFile.Agrees("sweep.txt", SweepText.Render(SampleDiagnosis.Sweep));

    [Theory]
    [InlineData(50)]
    [InlineData(80)]
    [InlineData(140)]
    public void No_line_is_wider_than_asked(int width)
    {
        string text =
            ComparisonText.Render(SampleDiagnosis.Comparison, width) + SweepText.Render(SampleDiagnosis.Sweep, width);
        foreach (string line in text.Split('\n'))
            Assert.True(line.Length <= width, $"{line.Length} characters: {line}");
    }

    [Fact]
    public void Colour_changes_no_word()
    {
        string coloured =
            ComparisonText.Render(SampleDiagnosis.Comparison, colour: true)
            + SweepText.Render(SampleDiagnosis.Sweep, colour: true);
        string plain = ComparisonText.Render(SampleDiagnosis.Comparison) + SweepText.Render(SampleDiagnosis.Sweep);
        Assert.DoesNotContain('\u001b', plain);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(coloured, "\u001b\\[[0-9]+m", ""));
    }

    [Fact]
    public void A_comparison_fits_its_published_schema()
    {
        string json = ComparisonJson.Render(SampleDiagnosis.Comparison);
        Assert.Empty(JsonSchemaCheck.OfPublished("comparison-2.json").Errors(json));
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("runs/digits", root.GetProperty("before").GetProperty("name").GetString());
        JsonElement variance = root.GetProperty("differences")[0];
        Assert.Equal("posterior_variance", variance.GetProperty("quantity").GetString());
        Assert.Equal(-3, variance.GetProperty("difference").GetDouble());
        Assert.Contains(
            "LS1006",
            root.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("id").GetString()));
        Assert.NotEmpty(
            JsonSchemaCheck
                .OfPublished("comparison-2.json")
                .Errors(json.Replace("\"before\": 4,", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_sweep_fits_its_published_schema()
    {
        string json = SweepJson.Render(SampleDiagnosis.Sweep);
        Assert.Empty(JsonSchemaCheck.OfPublished("sweep-1.json").Errors(json));
        JsonElement rows = JsonDocument.Parse(json).RootElement.GetProperty("rows");
        Assert.Equal([0, 0.01, 1], rows.EnumerateArray().Select(row => row.GetProperty("weight").GetDouble()));
        Assert.Equal(2, rows[1].GetProperty("posterior_variance").GetProperty("value").GetDouble());
        Assert.False(rows[2].GetProperty("sampling_cost").GetProperty("measured").GetBoolean());
        Assert.NotEmpty(
            JsonSchemaCheck
                .OfPublished("sweep-1.json")
                .Errors(json.Replace("\"weight\"", "\"gewicht\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_page_of_a_sweep_has_its_conclusion_first_a_chart_and_a_row_for_each_reading()
    {
        XElement root = XDocument.Parse(SweepHtml.Render(SampleDiagnosis.Sweep)).Root!;
        Assert.StartsWith(
            "From weight 0 to 1",
            root.Descendants("header").Single().Element("p")!.Value,
            StringComparison.Ordinal);
        Assert.Single(root.Descendants("figure"));
        Assert.Equal(
            ["runs/free", "runs/light", "runs/<heavy>"],
            root.Descendants("tbody").Single().Descendants("th").Select(header => header.Value));
    }
}
