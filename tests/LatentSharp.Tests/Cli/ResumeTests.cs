using System.Text.Json;

namespace LatentSharp.Tests.Cli;

[Trait("speed", "slow")]
public sealed class ResumeTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_same_command_begins_a_run_and_goes_on_with_it()
    {
        string[] command = ["train", "digits", "--out", "run", "--epochs", "2", "--set", "hidden=8", "--resume"];
        Assert.Equal(0, ToolRun.Of(scratch.Path, command).ExitCode);
        byte[] record = File.ReadAllBytes(scratch["run/run.json"]),
            metrics = File.ReadAllBytes(scratch["run/metrics.jsonl"]);
        Assert.Equal(0, ToolRun.Of(scratch.Path, command).ExitCode);
        Assert.Equal(0, ToolRun.Of(scratch.Path, "train", "--resume", "--out", "run").ExitCode);
        Assert.Equal(record, File.ReadAllBytes(scratch["run/run.json"]));
        Assert.Equal(metrics, File.ReadAllBytes(scratch["run/metrics.jsonl"]));
    }

    [Fact]
    public void More_epochs_are_a_change_that_has_to_be_allowed()
    {
        Assert.Equal(
            0,
            ToolRun.Of(scratch.Path, "train", "digits", "--out", "run", "--epochs", "1", "--set", "hidden=8").ExitCode);
        string[] more = ["train", "--resume", "--out", "run", "--epochs", "2"];
        ToolRun refused = ToolRun.Of(scratch.Path, more);
        Assert.Equal(
            (
                2,
                "",
                "latent: run: the run began with epochs 1, and is resumed with epochs 2; leave it as it was, or " +
                    "allow the changes (--allow-changes)\n"),
            (refused.ExitCode, refused.Output, refused.Error));
        ToolRun allowed = ToolRun.Of(scratch.Path, [.. more, "--allow-changes", "--format", "json"]);
        Assert.Equal(
            (0, 40),
            (allowed.ExitCode, JsonDocument.Parse(allowed.Output).RootElement.GetProperty("steps").GetInt32()));
        Assert.StartsWith(
            "latent: run: from step 20 on, epochs is 2; it was 1\n",
            allowed.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_goes_on_where_its_runs_are_left()
    {
        string[] command =
        [
            "train",
            "digits",
            "--out",
            "sweep",
            "--epochs",
            "1",
            "--set",
            "hidden=8",
            "--vary",
            "posterior_variance_weight=0,1",
            "--resume",
        ];
        Assert.Equal(0, ToolRun.Of(scratch.Path, command).ExitCode);
        byte[] whole = File.ReadAllBytes(scratch["sweep/sweep.json"]);
        Directory.Delete(scratch["sweep/posterior_variance_weight=1"], recursive: true);
        File.Delete(scratch["sweep/sweep.json"]);
        Assert.Equal(0, ToolRun.Of(scratch.Path, command).ExitCode);
        Assert.Equal(whole, File.ReadAllBytes(scratch["sweep/sweep.json"]));
    }

    [Fact]
    public void A_rollback_is_told_in_a_line_and_the_run_ends_well()
    {
        ToolRun run = ToolRun.Of(
            scratch.Path,
            "train",
            "digits",
            "--out",
            "run",
            "--epochs",
            "2",
            "--set",
            "learning_rate=1",
            "--on-non-finite",
            "rollback");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(
            "\nlatent: step 1: [a-z_]+ is (NaN|Infinity).*; back to step 0, with the learning rate times 0.5\n",
            run.Error);
    }

    [Theory]
    [InlineData(
        "--resume is given without --out; name the run directory to go on with, such as --resume --out runs/digits",
        "--resume")]
    [InlineData(
        "--allow-changes is given without --resume; a new run has nothing to change",
        "digits",
        "--allow-changes")]
    [InlineData("absent/run.json: there is no such file; check the path.", "--resume", "--out", "absent")]
    [InlineData(
        "--on-non-finite is retry; give stop or rollback. (see latent train --help)",
        "digits",
        "--on-non-finite",
        "retry")]
    [InlineData(
        "notes: the directory is not empty; give another, or remove it first (--out DIR)",
        "digits",
        "--resume",
        "--out",
        "notes")]
    public void What_cannot_be_resumed_is_refused_and_left_as_it_is(string message, params string[] arguments)
    {
        Directory.CreateDirectory(scratch["notes"]);
        scratch.Write("notes/notes.txt", "mine");
        string[] before = scratch.Entries;
        ToolRun run = ToolRun.Of(scratch.Path, ["train", .. arguments]);
        Assert.Equal((2, "", $"latent: {message}\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal(before, scratch.Entries);
    }
}
