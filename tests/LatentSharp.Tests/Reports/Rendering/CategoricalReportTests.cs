using LatentSharp.Compute;
using LatentSharp.Reading;
using LatentSharp.Reports;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Sarif;
using LatentSharp.Reports.Rendering.Text;
using LatentSharp.Tests.Reading;
using LatentSharp.Tests.Reading.Planted;

namespace LatentSharp.Tests.Reports.Rendering;

/// <summary>A categorical latent in every form that a reading has.</summary>
public sealed class CategoricalReportTests
{
    private static readonly Diagnosis Full = Diagnosis.Of(HandMadeValues.Full);

    [Fact]
    public void It_prints_as_its_golden_file() =>
        GoldenFile.Agrees("reading-values.txt", ReadingText.Render(Full));

    [Fact]
    public void Two_of_them_print_as_their_golden_file() =>
        GoldenFile.Agrees(
            "comparison-values.txt",
            ComparisonText.Render(ReadingComparison.Of(
                Full,
                Diagnosis.Of(HandMadeValues.Reading with { Name = "later" }))));

    [Fact]
    public void Every_form_of_it_fits_its_schema()
    {
        Diagnosis bare = Diagnosis.Of(HandMadeValues.Reading);
        Assert.Empty(JsonSchemaCheck.OfPublished("reading-2.json").Errors(ReadingJson.Render(Full)));
        Assert.Empty(JsonSchemaCheck.OfPublished("reading-2.json").Errors(ReadingJson.Render(bare)));
        Assert.Empty(JsonSchemaCheck.OfPublished("comparison-2.json").Errors(
            ComparisonJson.Render(ReadingComparison.Of(Full, bare))));
        Assert.Contains("\"ruleId\": \"LS6003\"", ReadingSarif.Render(Full, "runs/made"), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_page_draws_usage_alignment_and_reliability()
    {
        string page = ReadingHtml.Render(new ReportInput(Full, null, null));
        Assert.All(
            [
                "id=\"value-usage-title\"", "Values against labels", "id=\"reliability-title\"", "Posterior entropy",
                "id=\"nll-gaps-title\"",
            ],
            part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.All(
            ["Variance of the prior", "noise_share", "id=\"variance-by-dimension-title\""],
            part => Assert.DoesNotContain(part, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Measured_arrays_go_through_to_every_form()
    {
        using var device = Device.Cpu(1);
        ReportInput input = ReportSource.Read(
            new PlantedValues { Seed = 1, Others = 1, Values = 6, Idle = 2 }.Evidence(),
            device);
        Assert.Empty(JsonSchemaCheck.OfPublished("reading-2.json").Errors(ReadingJson.Render(input.Diagnosis)));
        Assert.Contains("2 variables of 6 values", ReadingText.Render(input.Diagnosis), StringComparison.Ordinal);
        Assert.Contains("Values of variable 0 against labels", ReadingHtml.Render(input), StringComparison.Ordinal);
    }
}
