using System.Text.Json;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Text;

namespace LatentSharp.Tests.Reports.Rendering;

public sealed class LikelihoodReportTests
{
    public static TheoryData<string> Names => ["latent", "cut", "exact"];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_evaluation_prints_as_its_golden_file(string name) =>
        GoldenFile.Agrees($"evaluation-{name}.txt", LikelihoodText.Render(Sample(name)));

    [Theory]
    [InlineData(45)]
    [InlineData(70)]
    public void No_line_is_wider_than_asked(int width)
    {
        foreach (string line in LikelihoodText.Render(SampleLikelihood.Latent, width).Split('\n'))
            Assert.True(line.Length <= width, $"{line.Length} characters: {line}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_evaluation_fits_its_published_schema(string name) =>
        Assert.Empty(JsonSchemaCheck.OfPublished("evaluation-1.json").Errors(LikelihoodJson.Render(Sample(name))));

    [Theory]
    [InlineData("\"importance\"", "\"log_likelihood\"")]
    [InlineData("\"groups\"", "\"batches\"")]
    [InlineData("\"target elements only\"", "\"all elements\"")]
    public void The_schema_refuses_what_no_evaluation_writes(string written, string changed)
    {
        string json = LikelihoodJson.Render(SampleLikelihood.Latent);
        Assert.Contains(written, json, StringComparison.Ordinal);
        Assert.NotEmpty(
            JsonSchemaCheck
                .OfPublished("evaluation-1.json")
                .Errors(json.Replace(written, changed, StringComparison.Ordinal)));
    }

    [Fact]
    public void Json_keeps_the_numbers_and_the_names()
    {
        JsonElement root = JsonDocument.Parse(LikelihoodJson.Render(SampleLikelihood.Latent)).RootElement;
        JsonElement importance = root.GetProperty("estimators")[4];
        Assert.Equal(
            ("importance", "importance (IWAE-1000)"),
            (importance.GetProperty("estimator").GetString(), importance.GetProperty("label").GetString()));
        Assert.Equal(205.75 / 3, importance.GetProperty("value").GetDouble(), 12);
        Assert.Equal(588, root.GetProperty("scored").GetProperty("count").GetInt32());
        Assert.Equal(54, root.GetProperty("weights_source").GetProperty("best_epoch").GetInt32());
        Assert.Equal(1.0 / 3, root.GetProperty("weights")[1].GetProperty("pareto_k_above_limit").GetDouble(), 12);
        Assert.True(root.GetProperty("router_gap").GetProperty("misses_posterior_mass").GetBoolean());
        Assert.False(
            JsonDocument
                .Parse(LikelihoodJson.Render(SampleLikelihood.Exact))
                .RootElement.TryGetProperty("router_gap", out _));
    }

    [Fact]
    public void The_table_has_a_row_for_each_example_and_a_column_for_each_estimator_and_S()
    {
        Assert.Equal(
            "example,negative_elbo_1000,router_mc_10,router_mc_1000,importance_10,importance_1000,"
                + "mean_log_likelihood_1000,router_mc_1000_ess,router_mc_1000_pareto_k,importance_1000_ess,"
                + "importance_1000_pareto_k\n"
                + """
            0,71,78.5,74,68,67.5,99,1.5,2.1,120,0.61
            1,64.25,70,66.5,62,61.5,91,4,0.9,310,0.4
            2,80,90.25,84,77.5,76.75,120,1.25,1.7,95.5,0.82

            """,
            LikelihoodCsv.Render(SampleLikelihood.Latent.Evaluation));
        Assert.Equal(
            "example,negative_log_likelihood\n0,100\n1,101\n",
            LikelihoodCsv.Render(SampleLikelihood.Exact.Evaluation));
        Assert.EndsWith(
            "\n1,1.25,1.5,1.125,1.75,2,,2,\n",
            LikelihoodCsv.Render(SampleLikelihood.Cut.Evaluation),
            StringComparison.Ordinal);
    }

    private static LikelihoodReport Sample(string name) =>
        name switch { "latent" => SampleLikelihood.Latent, "cut" => SampleLikelihood.Cut, _ => SampleLikelihood.Exact };
}
