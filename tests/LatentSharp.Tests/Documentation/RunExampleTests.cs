using LatentSharp.Compute;
using LatentSharp.Reports.Documents;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Cli;
using LatentSharp.Training;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry.Metrics;

namespace LatentSharp.Tests.Documentation;

[Trait("speed", "slow")]
public sealed class RunExampleTests : IDisposable
{
    private const string Page = "docs/library.md";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_snippets_of_the_page_are_the_code_that_runs_here() =>
        Assert.Equal(
            [Region("RunExample", "run"), Region("ReadExample", "read"), Region("RunExample", "metrics")],
            Repository.Blocks(Page, "csharp"));

    [Fact]
    public void The_reading_answers_every_question_and_leaves_a_page()
    {
        RunConfiguration configuration = Presets.Find("digits")! with { Training = new TrainingOptions { Epochs = 1 } };
        using (var device = Device.Cpu())
            TrainingRun.Execute(RunSetup.Load(configuration), new RunOptions(scratch["run"]), device);
        ReportInput report = ReadExample.Read(scratch["run"], scratch["report.html"]);
        Assert.Equal(6, report.Diagnosis.Answers.Count);
        Assert.NotNull(report.Samples);
        Assert.Contains(
            report.Diagnosis.Answers[0].Question,
            File.ReadAllText(scratch["report.html"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_trains_and_its_metrics_reach_an_exporter_under_the_names_of_the_page()
    {
        var collected = new List<Metric>();
        using MeterProvider metrics = RunExample.Export(collected);
        TrainingRun run = RunExample.Run(scratch["run"], NullLogger<TrainingRun>.Instance, CancellationToken.None);
        Assert.Equal((TrainingOutcome.Completed, 100L), (run.Result.Outcome, run.Result.Steps));
        metrics.ForceFlush();

        string page = Repository.Read(Page);
        Assert.Equal(7, collected.Count);
        Assert.All(collected, metric => Assert.Contains($"| `{metric.Name}` |", page, StringComparison.Ordinal));
        Assert.True(Sum("steps") >= 100);
        Assert.True(Sum("examples") >= 5 * 1257);
        HashSet<string> series = [];
        foreach (ref readonly MetricPoint point in Find("term").GetMetricPoints())
        {
            var tags = new Dictionary<string, string>();
            foreach (KeyValuePair<string, object?> tag in point.Tags)
                tags[tag.Key] = $"{tag.Value}";
            series.Add($"{tags["term"]} {tags["role"]} {tags["split"]}");
        }

        Assert.Subset(
            series,
            new HashSet<string>
            {
                "reconstruction active train",
                "prior_kl active validation",
                "posterior_variance diagnostic_only train",
            }
        );

        Metric Find(string name) => collected.Single(metric => metric.Name == $"latentsharp.training.{name}");

        long Sum(string name)
        {
            foreach (ref readonly MetricPoint point in Find(name).GetMetricPoints())
                return point.GetSumLong();
            return 0;
        }
    }

    private static string Region(string file, string region) =>
        Repository.Region($"tests/LatentSharp.Tests/Documentation/{file}.cs", region);
}
