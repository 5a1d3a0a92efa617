using System.Runtime.InteropServices;
using System.Text.Json;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Digits_leave_a_run_directory_and_print_the_table_of_terms()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "train", "digits", "--epochs", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                "runs",
                "runs/digits",
                "runs/digits/checkpoints",
                "runs/digits/checkpoints/best.safetensors",
                "runs/digits/checkpoints/step-0000000040.json",
                "runs/digits/checkpoints/step-0000000040.safetensors",
                "runs/digits/metrics.jsonl",
                "runs/digits/model.safetensors",
                "runs/digits/reading.json",
                "runs/digits/report.html",
                "runs/digits/run.json",
            ],
            scratch.Entries);
        Assert.Matches(@"\n  reconstruction +\d+\.\d{4} +1 +\d+\.\d{4}  active\n", run.Output);
        Assert.Matches(@"\n  posterior_variance +\d+\.\d{4} +0 +0\.0000  diagnostic_only\n", run.Output);
        Assert.Contains(
            "\n\n1. Is the posterior variance active in the objective?\n   Diagnostic only: ",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains("\nrun directory runs/digits\n\nVerdict: ", run.Output, StringComparison.Ordinal);
        Assert.Matches("\nFindings: [0-9a-z, ]+\n", run.Output);
        Assert.Empty(
            JsonSchemaCheck.OfPublished("reading-2.json").Errors(File.ReadAllText(scratch["runs/digits/reading.json"]))
        );
        Assert.StartsWith(
            "<!DOCTYPE html>",
            File.ReadAllText(scratch["runs/digits/report.html"]),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes_whatever_the_threads()
    {
        Train("digits", "--epochs", "2", "--out", "first", "--threads", "2");
        Train("digits", "--epochs", "2", "--out", "second", "--threads", "2");
        Train("digits", "--epochs", "2", "--out", "single", "--threads", "1");
        Train("digits", "--epochs", "2", "--out", "other", "--seed", "1");
        foreach (string file in new[] { "metrics.jsonl", "model.safetensors" })
        {
            byte[] Bytes(string run) => File.ReadAllBytes(scratch[$"{run}/{file}"]);
            Assert.Equal(Bytes("first"), Bytes("second"));
            Assert.Equal(Bytes("first"), Bytes("single"));
            Assert.NotEqual(Bytes("first"), Bytes("other"));
        }
    }

    [Fact]
    public void Json_is_one_document_on_standard_output_and_progress_goes_to_standard_error()
    {
        ToolRun run = Train("digits", "--epochs", "1", "--format", "json", "--set", "posterior_variance_weight=0.5");
        using var summary = JsonDocument.Parse(run.Output);
        JsonElement variance = summary
            .RootElement.GetProperty("test")
            .GetProperty("terms")
            .GetProperty("posterior_variance");
        Assert.Equal("active", variance.GetProperty("role").GetString());
        Assert.Equal(0.5, variance.GetProperty("weight").GetDouble());
        Assert.Equal(
            0.5 * variance.GetProperty("raw").GetDouble(),
            variance.GetProperty("contribution").GetDouble(),
            1e-12);
        Assert.Contains("step 20/20", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_finds_its_data_beside_itself_and_the_command_line_has_the_last_word()
    {
        Directory.CreateDirectory(scratch["there"]);
        scratch.WriteTable("there/table.csv", 30);
        scratch.Write(
            "there/config.json",
            """
            {
              "data": "table.csv", "condition": ["x"], "target": "y", "label": "kind",
              "epochs": 50, "hidden": [8], "seed": 3,
            }
            """);
        Train("there/config.json", "--epochs", "2", "--set", "hidden=4,4");
        using JsonDocument run = Json("runs/config/run.json");
        JsonElement config = run.RootElement.GetProperty("config");
        Assert.Equal((2, 3), (config.GetProperty("epochs").GetInt32(), config.GetProperty("seed").GetInt32()));
        Assert.Equal("[4,4]", config.GetProperty("hidden").ToString().ReplaceLineEndings("").Replace(" ", ""));
        Assert.Equal("normal_learned_scale", config.GetProperty("likelihood").GetString());
        Assert.Equal("completed", run.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public void A_table_is_trained_on_from_the_command_line_alone()
    {
        scratch.WriteTable("table.csv", 30);
        ToolRun run = Train("table.csv", "--condition", "x", "--target", "y", "--label", "kind", "--epochs", "2");
        Assert.StartsWith(
            "table.csv: 20 training, 5 validation, 5 test examples\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "standardization.target.scale",
            SafetensorsFile.Read(scratch["runs/table/model.safetensors"]).Names);
    }

    [Fact]
    public void A_test_split_of_one_example_is_trained_beside_and_not_read()
    {
        scratch.WriteTable("table.csv", 8);
        string[] arguments = ["table.csv", "--condition", "x", "--target", "y", "--epochs", "1"];
        ToolRun run = Train(arguments);
        Assert.EndsWith(
            "\nrun directory runs/table\n\nnot read: the test split has one example, and a reading needs at " +
                "least two: give more rows, or a larger test_fraction\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["runs/table/reading.json"]));
        ToolRun sweep = ToolRun.Of(scratch.Path, ["train", .. arguments, "--vary", "posterior_variance_weight=0,1"]);
        Assert.Equal((2, ""), (sweep.ExitCode, sweep.Output));
        Assert.EndsWith(
            "table.csv: the test split has one example, and a reading needs at least two: give more rows, or a " +
                "larger test_fraction\n",
            sweep.Error,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch["runs/table-sweep"]));
    }

    [Theory]
    [InlineData("images.idx", "labels.idx")]
    [InlineData("images.idx.gz", "labels.idx.gz")]
    public void Images_are_trained_on_plain_and_in_gzip(string images, string labels)
    {
        scratch.WriteImages(images, labels, 40);
        Train(images, "--condition", "upper_half", "--set", $"labels={labels}", "--epochs", "2", "--out", "run");
        using JsonDocument run = Json("run/run.json");
        JsonElement data = run.RootElement.GetProperty("data");
        Assert.Equal(
            (28, 6, 6),
            (
                data.GetProperty("train").GetInt32(),
                data.GetProperty("validation").GetInt32(),
                data.GetProperty("test").GetInt32()));
        Assert.Equal(
            (8, 8),
            (data.GetProperty("condition_dimensions").GetInt32(), data.GetProperty("target_dimensions").GetInt32()));
        Assert.Equal("bernoulli", run.RootElement.GetProperty("config").GetProperty("likelihood").GetString());
    }

    [Fact]
    public void What_deserves_saying_of_the_data_is_said_once_on_standard_error_also_by_a_sweep()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},1,{i % 5}\n"));
        scratch.Write("table.csv", "x,same,y\n" + rows);
        string[] arguments = ["table.csv", "--condition", "x,same", "--target", "y", "--epochs", "1"];
        foreach (string[] vary in (string[][])[[], ["--vary", "posterior_variance_weight=0,1"]])
            Assert.Single(
                Train([.. arguments, .. vary]).Error.Split('\n'),
                line => line.EndsWith(
                    "latent: table.csv: condition column 'same' is 1 in every row: it tells nothing",
                    StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public void A_signal_ends_the_run_with_its_own_code_and_leaves_a_readable_directory(int signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals.");
        ToolRun run = ToolRun.Of(
            scratch.Path, process => Assert.Equal(0, Kill(process.Id, signal)),
            "train", "digits", "--epochs", "100000", "--set", "early_stopping_patience=none", "--out", "run");
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Matches(
            "\nlatent: stopped after step [0-9]+, which is saved in run; latent train --resume --out run goes on\n$",
            run.Error);
        using JsonDocument record = Json("run/run.json");
        Assert.Equal("cancelled", record.RootElement.GetProperty("status").GetString());
        Assert.Contains(
            "decoder.0.weight",
            SafetensorsFile
                .Read(Assert.Single(Directory.GetFiles(scratch["run/checkpoints"], "step-*.safetensors")))
                .Names);
        foreach (string line in File.ReadLines(scratch["run/metrics.jsonl"]))
            JsonDocument.Parse(line).Dispose();
    }

    private ToolRun Train(params string[] arguments)
    {
        ToolRun run = ToolRun.Of(scratch.Path, ["train", .. arguments]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private JsonDocument Json(string file) => JsonDocument.Parse(File.ReadAllBytes(scratch[file]));

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
