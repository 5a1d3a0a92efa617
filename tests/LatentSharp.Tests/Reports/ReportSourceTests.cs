using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading.Findings;
using LatentSharp.Reports;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Runs;
using LatentSharp.Training;

namespace LatentSharp.Tests.Reports;

/// <summary>From a run, a file or arrays in memory to a diagnosis, without the tool.</summary>
public sealed class ReportSourceTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Device device = Device.Cpu(1);

    public void Dispose()
    {
        device.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public void A_run_is_read_from_its_directory_as_it_was_when_it_ended()
    {
        TrainingRun run = Train(Presets.Find("digits")!);
        ReportInput ended = RunReport.Write(run, device);
        ReportInput read = ReportSource.Read(scratch["run"], device);

        Assert.Equal(File.ReadAllText(scratch["run/reading.json"]), ReadingJson.Render(read.Diagnosis));
        Assert.NotNull(read.Map);
        Assert.NotNull(read.Diagnosis.Reading.History);
        Assert.Equal((8, 8, 8), (read.Samples!.Width, read.Samples.Height, read.Samples.Examples.Count));
        Assert.All(read.Samples.Examples, example => Assert.Equal(4, example.FromRouter.Count));
        Assert.All(read.Samples.Examples, example =>
            Assert.All(example.Drawn, drawn => Assert.All(drawn, pixel => Assert.True(pixel is 0 or 1))));
        Assert.Equal(4, read.Samples.Examples[0].Drawn.Count);
        Assert.Empty(read.Generated);
        Assert.Equal(("digits", 1257, 0UL), (read.Origin!.Data, read.Origin.Train, read.Origin.Seed));
        Assert.Contains(("latent_dimensions", "8"), read.Origin.Configuration);
        Assert.Equal(0, read.Diagnosis.Reading.History.Best!.Epoch);
        Assert.Equal(
            ended.Samples!.Examples.Select(example => example.AtPosteriorMean),
            read.Samples.Examples.Select(example => example.AtPosteriorMean));
    }

    [Fact]
    public void The_draws_of_a_run_are_an_option()
    {
        Train(Table());

        GeneratedColumn column = Assert.Single(ReportSource.Read(scratch["run"], device).Generated);
        Assert.Equal("c", column.Name);
        Assert.InRange(column.RealQuantiles[1], 3, 5);

        // 9 test examples: as many draws as a reading ever takes.
        Assert.Equal(Cost(100), Cost(null));
        Assert.NotEqual(Cost(100), Cost(3));

        double Cost(int? samples) =>
            ReportSource
                .Read(scratch["run"], device, new SourceOptions { Samples = samples })
                .Diagnosis.Reading.Quantities.SamplingCost.Value!.Difference.Value;
    }

    [Fact]
    public void Arrays_in_memory_are_read_as_those_of_a_file()
    {
        Arrays.Write(scratch, "arrays.npz", "mu", "posterior_logvar", variance: 10);
        var options = new SourceOptions
        {
            Arrays = new EvidenceOptions
            {
                Map = new Dictionary<string, string> { ["posterior_mean"] = "mu" },
                PosteriorVarianceWeight = 0,
            },
        };
        ReportInput file = ReportSource.Read(scratch["arrays.npz"], device, options);

        using var opened = EvidenceFile.Open(scratch["arrays.npz"], options.Arrays);
        ReportInput memory = ReportSource.Read(opened.Evidence, device);
        Assert.Equal(ReadingJson.Render(file.Diagnosis), ReadingJson.Render(memory.Diagnosis));
        Assert.Contains(file.Diagnosis.Findings, finding => finding.Id == "LS1001");
        Assert.Null(file.Samples);
    }

    [Fact]
    public void Thresholds_reach_the_rules()
    {
        Arrays.Write(scratch, "arrays.npz", "posterior_mean", "posterior_logvar", variance: 10);

        Assert.Contains("LS1003", Ids(new SourceOptions()));
        Assert.DoesNotContain(
            "LS1003",
            Ids(new SourceOptions { Thresholds = new Thresholds { LargeVariance = 20 } }));

        IEnumerable<string> Ids(SourceOptions options) =>
            ReportSource.Read(scratch["arrays.npz"], device, options).Diagnosis.Findings.Select(finding => finding.Id);
    }

    [Fact]
    public void A_run_takes_no_option_of_arrays()
    {
        Train(Table());
        var failure = Assert.Throws<OptionException>(() =>
            ReportSource.Read(
                scratch["run"],
                device,
                new SourceOptions { Arrays = new EvidenceOptions { PosteriorVarianceWeight = 1 } }));

        Assert.EndsWith("leave out what was said of them", failure.Message, StringComparison.Ordinal);
        Assert.Equal(RemedyKind.LeaveOutArrayOptions, failure.Remedy!.Kind);
    }

    [Fact]
    public void A_run_without_a_latent_has_an_obstacle_and_no_reading()
    {
        RunConfiguration plain = Table() with
        {
            Model = Table().Model with { HasLatent = false },
        };
        TrainingRun run = Train(plain);

        Assert.Equal("model nn has no latent", RunReport.Obstacle(run.Setup));
        Assert.Null(RunReport.Obstacle(RunSetup.Load(Table())));
        Assert.Throws<DataException>(() => ReportSource.Read(scratch["run"], device));
    }

    [Fact]
    public void A_reading_that_cannot_be_written_leaves_the_run_whole_and_says_how_to_go_on()
    {
        TrainingRun run = Train(Table());
        Directory.CreateDirectory(scratch["run/reading.json"]);
        var failure = Assert.Throws<RunWriteException>(() => RunReport.Write(run, device));

        Assert.Contains("the reading cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.Equal((RemedyKind.Resume, scratch["run"]), (failure.Remedy.Kind, failure.Remedy.Subjects.Single()));
    }

    private RunConfiguration Table()
    {
        SineTable.Write(scratch["table.csv"]);
        return SineTable.Task(scratch["table.csv"]);
    }

    private TrainingRun Train(RunConfiguration configuration) =>
        TrainingRun.Execute(
            RunSetup.Load(configuration with { Training = new TrainingOptions { Epochs = 1 } }),
            new RunOptions(scratch["run"]),
            device);
}
