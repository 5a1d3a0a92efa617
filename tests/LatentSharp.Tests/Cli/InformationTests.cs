using System.Text.Json;
using LatentSharp.Evidence;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Tests.Cli;

public sealed class InformationTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_help_of_train_lists_every_configuration_key()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "train", "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            ConfigurationKeys.All,
            key => Assert.Contains($"\n  {key.Name} ", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void The_help_of_the_tool_names_the_commands_and_leaves_the_keys_to_train()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.All(
            ["train", "read", "evaluate", "sample", "encode", "export", "serve", "data", "bench", "completion"],
            command => Assert.Contains($"\n  {command} ", run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("posterior_variance_weight", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_of_read_lists_every_role_the_exit_codes_and_examples()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "read", "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            EvidenceRole.All,
            role => Assert.Contains($"\n  {role.Name} ", run.Output, StringComparison.Ordinal));
        Assert.All(
            ["\n  latent read runs/digits\n", "3 a finding at or above --fail-on", "posterior_mean=mu"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("learning_rate", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_show_names_the_licence_and_the_makers()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "data", "show", "digits");
        Assert.Equal(0, run.ExitCode);
        Assert.All(
            ["1797 examples", "Alpaydin", "Kaynak", "CC BY 4.0", "Modifications:"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Data_list_names_every_preset()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "data", "list");
        Assert.All(
            Presets.All,
            preset =>
                Assert.Contains(
                    $"{preset.Name}  {(preset.Configuration.Data == "digits" ? "1797 examples" : "")}",
                    run.Output,
                    StringComparison.Ordinal));
    }

    [Fact]
    public void Bench_prints_a_json_object_per_workload()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "bench", "tabular", "--threads", "1", "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var timing = JsonDocument.Parse(run.Output);
        Assert.Equal(
            ["workload", "threads", "ms_per_step", "examples_per_second", "peak_rss_mb"],
            timing.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ("tabular", 1),
            (
                timing.RootElement.GetProperty("workload").GetString(),
                timing.RootElement.GetProperty("threads").GetInt32()));
    }
}
