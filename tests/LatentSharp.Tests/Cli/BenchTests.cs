using System.Text.Json;
using LatentSharp.Cli.Bench;

namespace LatentSharp.Tests.Cli;

[Trait("speed", "slow")]
public sealed class BenchTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_comparison_divides_the_peers_time_by_ours()
    {
        string python = Python("""echo '{"threads": 1, "ms_per_step": 1000000, "peak_rss_mb": 1000000}'""");
        ToolRun run = ToolRun.Of(
            scratch.Path,
            "bench",
            "tabular",
            "--threads",
            "1",
            "--against",
            "torch",
            "--python",
            python,
            "--alternations",
            "2",
            "--format",
            "json");
        Assert.True(run.ExitCode == 0, run.Error);
        using var line = JsonDocument.Parse(run.Output);
        double Number(string name) => line.RootElement.GetProperty(name).GetDouble();
        Assert.Equal((1e6, 1e6), (Number("torch_ms_per_step"), Number("torch_peak_rss_mb")));
        Assert.True(Number("least_ratio") <= Number("ratio") && Number("ratio") <= Number("greatest_ratio"));
        Assert.InRange(1e6 / Number("ms_per_step"), Number("least_ratio") * 0.999, Number("greatest_ratio") * 1.001);
        Assert.Equal(Number("peak_rss_mb") / 1e6, Number("memory_ratio"), 1e-3);
    }

    [Fact]
    public void A_python_without_torch_is_refused()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "bench", "--against", "torch", "--python", Python("exit 1", "exit 1"));
        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith(
            "cannot import torch; install PyTorch for it, or name another with --python PATH\n",
            run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_python_that_is_not_there_is_refused()
    {
        ToolRun run = ToolRun.Of(
            scratch.Path,
            "bench",
            "--against",
            "torch",
            "--python",
            Path.Combine(scratch.Path, "none"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is not a program that can be started", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", "ended with exit code 3")]
    [InlineData("echo nonsense", "printed 'nonsense' where a JSON object")]
    [InlineData("echo '{}'", "printed '{}' where a JSON object")]
    public void A_peer_that_fails_is_named(string reply, string message)
    {
        ToolRun run = ToolRun.Of(
            scratch.Path,
            "bench",
            "tabular",
            "--threads",
            "1",
            "--against",
            "torch",
            "--python",
            Python(reply));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Scaling_times_every_axis()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "bench", "--scaling", "--threads", "1", "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var values = new Dictionary<string, List<int>>();
        foreach (string line in run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var point = JsonDocument.Parse(line);
            string axis = point.RootElement.GetProperty("axis").GetString()!;
            values.TryAdd(axis, []);
            values[axis].Add(point.RootElement.GetProperty("value").GetInt32());
            Assert.True(point.RootElement.GetProperty("ms_per_step").GetDouble() > 0);
        }

        Assert.Equal(["batch", "parameters", "latent", "threads"], values.Keys);
        Assert.Equal([4, 16, 64, 256, 1024, 4096], values["batch"]);
        Assert.Equal([1], values["threads"]);
    }

    [Fact]
    public void A_line_is_found_again_and_weighs_relative_deviations()
    {
        (double start, double slope) = ScalingTable.Line([(1, 5), (10, 23), (1000, 2003)]);
        Assert.Equal((3, 2), (Math.Round(start, 9), Math.Round(slope, 9)));

        // Of 2 and 4 at the same cost the line takes (1/2 + 1/4) / (1/4 + 1/16) = 2.4, not their mean.
        (start, slope) = ScalingTable.Line([(0, 1), (1, 2), (1, 4)]);
        Assert.Equal((1, 1.4), (Math.Round(start, 9), Math.Round(slope, 9)));
    }

    private string Python(string reply, string import = "exit 0")
    {
        string path = Path.Combine(scratch.Path, "python");
        File.WriteAllText(path, $"#!/bin/sh\nif [ \"$1\" = -c ]; then {import}; fi\n{reply}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
