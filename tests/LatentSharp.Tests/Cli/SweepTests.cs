using System.Text.Json;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Cli;

[Trait("speed", "slow")]
public sealed class SweepTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("learned")]
    [InlineData("standard")]
    public void A_sweep_leaves_a_run_for_each_weight_and_prints_what_the_penalty_bought(string prior)
    {
        ToolRun sweep = ToolRun.Of(
            scratch.Path,
            "train",
            "digits",
            "--epochs",
            "2",
            "--set",
            $"prior={prior}",
            "--vary",
            "posterior_variance_weight=0,10",
            "--out",
            "sweep");
        Assert.True(sweep.ExitCode == 0, sweep.Error);
        string[] files =
        [
            "checkpoints",
            "checkpoints/best.safetensors",
            "checkpoints/step-0000000040.json",
            "checkpoints/step-0000000040.safetensors",
            "metrics.jsonl",
            "model.safetensors",
            "reading.json",
            "report.html",
            "run.json",
        ];
        string[] runs = ["sweep/posterior_variance_weight=0", "sweep/posterior_variance_weight=10"];
        Assert.Equal(
            [
                .. (
                    (string[])
                        [
                            "sweep",
                            "sweep/sweep.html",
                            "sweep/sweep.json",
                            .. runs,
                            .. runs.SelectMany(run => files.Select(file => $"{run}/{file}")),
                        ]).Order(StringComparer.Ordinal),
            ],
            scratch.Entries);

        Assert.StartsWith(
            "What a penalty on V_post bought\nFrom weight 0 to 10 the penalty ",
            sweep.Output,
            StringComparison.Ordinal);
        Assert.Matches(
            "\nweight +V_post +noise share +K_prior +sampling cost +usage gap +test-time gap\n0 +[0-9].*\n10 " +
                "+[0-9].*\n\nruns and report sweep\n$",
            sweep.Output);

        string json = File.ReadAllText(scratch["sweep/sweep.json"]);
        Assert.Empty(JsonSchemaCheck.OfPublished("sweep-1.json").Errors(json));
        JsonElement[] rows = [.. JsonDocument.Parse(json).RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal([0, 10], rows.Select(row => row.GetProperty("weight").GetDouble()));
        foreach ((string run, JsonElement row) in runs.Zip(rows))
        {
            JsonElement reading = JsonDocument.Parse(File.ReadAllText(scratch[$"{run}/reading.json"])).RootElement;
            foreach (string quantity in (string[])["posterior_variance", "noise_share"])
                Assert.Equal(
                    reading.GetProperty("quantities").GetProperty(quantity).GetProperty("value").GetDouble(),
                    row.GetProperty(quantity).GetProperty("value").GetDouble());
            Assert.Equal(prior == "standard", reading.GetProperty("prior_is_standard").GetBoolean());
        }

        ToolRun read = ToolRun.Of(scratch.Path, "read", "sweep");
        Assert.Equal(
            "latent: sweep: this is a sweep of several runs; give one of them, such as " +
                "sweep/posterior_variance_weight=0\n",
            read.Error);
        Assert.Equal(2, read.ExitCode);
    }

    [Fact]
    public void A_sweep_prints_json_and_its_runs_do_not_depend_on_the_threads()
    {
        string first = Json("first", "1"), second = Json("second", "2");
        Assert.Equal(first, second);
        Assert.Equal(
            File.ReadAllText(scratch["first/sweep.json"]).Replace("first/", "", StringComparison.Ordinal),
            first);

        string Json(string path, string threads)
        {
            scratch.WriteTable("table.csv", 60);
            ToolRun sweep = ToolRun.Of(
                scratch.Path,
                "train",
                "table.csv",
                "--condition",
                "x",
                "--target",
                "y",
                "--epochs",
                "2",
                "--vary",
                "posterior_variance_weight=0,0.1",
                "--out",
                path,
                "--threads",
                threads,
                "--format",
                "json");
            Assert.True(sweep.ExitCode == 0, sweep.Error);
            return sweep.Output.Replace($"{path}/", "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_weight_that_fails_is_named_and_the_others_are_compared()
    {
        ToolRun sweep = ToolRun.Of(
            scratch.Path, "train", "digits", "--epochs", "1", "--vary", "posterior_variance_weight=0,1,3.4e38",
            "--set", "log_variance_range=0.5,1", "--out", "sweep");
        Assert.Equal(1, sweep.ExitCode);
        Assert.Contains("latent: posterior_variance_weight=3.4e38: step 0: ", sweep.Error, StringComparison.Ordinal);
        JsonElement rows = JsonDocument
            .Parse(File.ReadAllText(scratch["sweep/sweep.json"]))
            .RootElement.GetProperty("rows");
        Assert.Equal([0, 1], rows.EnumerateArray().Select(row => row.GetProperty("weight").GetDouble()));
    }

    [Theory]
    [InlineData(
        "--vary prior_kl_weight=0,1: give posterior_variance_weight=W1,W2,..., such as " +
            "posterior_variance_weight=0,0.1,1,10,100",
        "prior_kl_weight=0,1")]
    [InlineData(
        "--vary 3: give posterior_variance_weight=W1,W2,..., such as posterior_variance_weight=0,0.1,1,10,100",
        "3")]
    [InlineData(
        "posterior_variance_weight=1: give at least two different weights, each once (--vary)",
        "posterior_variance_weight=1")]
    [InlineData(
        "posterior_variance_weight=0,0.0: give at least two different weights, each once (--vary)",
        "posterior_variance_weight=0,0.0")]
    [InlineData(
        "posterior_variance_weight is 1E+39; give 0, or a positive number that float32 can hold",
        "posterior_variance_weight=0,1e39")]
    [InlineData("posterior_variance_weight is ''; give a number, such as 0.5", "posterior_variance_weight=0,")]
    [InlineData(
        "posterior_variance_weight is 'heavy'; give a number, such as 0.5",
        "posterior_variance_weight=0,heavy")]
    [InlineData(
        "posterior_variance_weight is -1; give a number of at least 0; 0 makes the term diagnostic only",
        "posterior_variance_weight=0,-1")]
    public void Weights_that_make_no_sweep_are_refused(string message, string vary) => Refused(message, "--vary", vary);

    [Fact]
    public void A_directory_that_holds_files_is_refused_before_anything_is_trained()
    {
        Directory.CreateDirectory(scratch["sweep"]);
        scratch.Write("sweep/notes.txt", "mine");
        Refused(
            "sweep: the directory is not empty; give another, or remove it first (--out DIR)",
            "--vary",
            "posterior_variance_weight=0,1",
            "--out",
            "sweep");
    }

    private void Refused(string message, params string[] options)
    {
        string[] before = scratch.Entries;
        ToolRun run = ToolRun.Of(scratch.Path, ["train", "digits", "--epochs", "1", .. options]);
        Assert.Equal((2, "", $"latent: {message}\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal(before, scratch.Entries);
    }
}
