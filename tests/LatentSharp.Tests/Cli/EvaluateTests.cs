using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Cli;

public sealed class EvaluateTests : IDisposable
{
    private readonly Scratch scratch = new();

    public EvaluateTests()
    {
        scratch.WriteTable("table.csv", 60);
        ToolRun run = ToolRun.Of(
            scratch.Path,
            "train",
            "table.csv",
            "--condition",
            "x",
            "--target",
            "y",
            "--epochs",
            "1",
            "--out",
            "run");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void It_prints_every_estimator_under_its_name_and_writes_each_examples_values()
    {
        ToolRun run = Evaluate("--samples", "2,30", "--per-example", "values.csv");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches("^evaluating +100 %  540/540 draws  ", run.Error.Split('\n')[^2]);
        Assert.StartsWith(
            "Conditional likelihood of run\nexamples    9 of the test split of table.csv\nweights     " +
                "model.safetensors, best epoch 1\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "\nscored      target elements only: 1 standardised target column\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.Matches(
            @"\nimportance \(IWAE-2\) +2 +15 +[0-9.]+ \+- [0-9.]+\nimportance \(IWAE-30\) +30 +1 +",
            run.Output);
        Assert.Matches("\nrouter_mc - importance: .* at S = 2, ", run.Output);

        string[] rows = File.ReadAllLines(scratch["values.csv"]);
        Assert.StartsWith(
            "example,negative_elbo_30,router_mc_2,router_mc_30,importance_2,importance_30,mean_log_likelihood_30,",
            rows[0],
            StringComparison.Ordinal);
        Assert.Equal(10, rows.Length);
        Assert.All(
            rows[1..],
            row =>
                Assert.All(
                    row.Split(','),
                    cell => Assert.True(double.IsFinite(double.Parse(cell, CultureInfo.InvariantCulture)))));
    }

    [Fact]
    public void Json_fits_the_published_schema_and_depends_on_the_seed_but_not_on_threads()
    {
        string first = Json("--threads", "1");
        Assert.Empty(JsonSchemaCheck.OfPublished("evaluation-1.json").Errors(first));
        Assert.Equal(first, Json("--threads", "2", "--seed", "0"));
        Assert.NotEqual(first, Json("--seed", "1"));
        JsonElement root = JsonDocument.Parse(first).RootElement;
        Assert.Equal([1, 10, 100], root.GetProperty("samples").EnumerateArray().Select(samples => samples.GetInt32()));
        Assert.Equal(8, root.GetProperty("estimators").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("binarization").ValueKind);
        Assert.All(
            root.GetProperty("weights").EnumerateArray(),
            weights => Assert.Equal(JsonValueKind.Number, weights.GetProperty("pareto_k").ValueKind));

        string few = Json("--split", "validation", "--examples", "4");
        Assert.Equal(4, JsonDocument.Parse(few).RootElement.GetProperty("examples").GetInt32());
        Assert.Contains("\"split\": \"validation\"", few, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_refused_in_one_line_and_leaves_nothing()
    {
        Directory.CreateDirectory(scratch["notes"]);
        Refused("absent: there is no such run; check the path", "absent");
        Refused("notes: not a run (there is no run.json); give a run directory, as latent train leaves it", "notes");
        Refused("table.csv: not a run (there is no run.json); ", "table.csv");
        Refused(
            "--samples 1,x: 'x' is not a whole number from 1 to 1000000; give such numbers in ascending order, " +
                "such as 1,10,100",
            "run",
            "--samples",
            "1,x");
        Refused("--samples 0: '0' is not a whole number from 1 to 1000000; ", "run", "--samples", "0");
        Refused("--samples 1000001: '1000001' is not a whole number ", "run", "--samples", "1000001");
        Refused(
            "--samples 10,1: 1 follows 10; give each number once and in ascending order, such as 1,10,100",
            "run",
            "--samples",
            "10,1");
        Refused("--samples 5,5: 5 follows 5; ", "run", "--samples", "5,5");
        Refused("--split is train; give test or validation. (see latent evaluate --help)", "run", "--split", "train");
        Refused(
            "--examples is 10; give a whole number from 1 to 9, which is all of the test split",
            "run",
            "--examples",
            "10");
        Refused("--seed is -1; give a whole number of at least 0", "run", "--seed", "-1");
        Refused("--per-example is absent/values.csv; there is no folder ", "run", "--per-example", "absent/values.csv");
        Refused(
            "--per-example is values.txt; give a file name that ends in .csv",
            "run",
            "--per-example",
            "values.txt");
        Refused("--format is xml; give text or json. (see latent evaluate --help)", "run", "--format", "xml");
    }

    [Fact]
    public void An_interrupted_evaluation_writes_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals.");
        ToolRun run = ToolRun.Of(
            scratch.Path,
            process => Assert.Equal(0, Kill(process.Id, 2)),
            "evaluate",
            "run",
            "--samples",
            "1000000",
            "--per-example",
            "values.csv");
        Assert.Equal((130, ""), (run.ExitCode, run.Output));
        Assert.EndsWith("latent: stopped; nothing was written\n", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["values.csv"]));
    }

    [Fact]
    public void The_help_names_every_estimator()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "evaluate", "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            ["negative_elbo", "router_mc", "importance (IWAE-S)", "mean_log_likelihood", "negative_log_likelihood"],
            name => Assert.Contains($" {name} ", run.Output, StringComparison.Ordinal));
    }

    private ToolRun Evaluate(params string[] options) => ToolRun.Of(scratch.Path, ["evaluate", "run", .. options]);

    private string Json(params string[] options)
    {
        ToolRun run = Evaluate([.. options, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    private void Refused(string message, params string[] arguments)
    {
        string[] before = scratch.Entries;
        ToolRun run = ToolRun.Of(scratch.Path, ["evaluate", .. arguments]);
        Assert.StartsWith($"latent: {message}", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(before, scratch.Entries);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
