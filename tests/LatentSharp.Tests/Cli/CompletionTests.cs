using LatentSharp.Cli.Completion;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Tests.Cli;

[Trait("speed", "slow")]
public sealed class CompletionTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("latent tr", "train")]
    [InlineData("latent train sohn", "sohn-quadrants")]
    [InlineData("latent train digits --set posterior_var", "posterior_variance_weight=")]
    [InlineData("latent train digits --vary post", "posterior_variance_weight=")]
    [InlineData("latent read runs/digits --form", "--format")]
    [InlineData("latent read runs/digits --format js", "json")]
    [InlineData("latent read runs/digits --fail-on wa", "warning")]
    [InlineData("latent bench quad", "quadrant")]
    [InlineData("latent data show mni", "mnist")]
    [InlineData("latent completion ba", "bash")]
    [InlineData("latent sample runs/digits --z pr", "prior")]
    public void Bash_completes_commands_presets_keys_formats_and_workloads(string line, string expected) =>
        Assert.Equal([expected], Bash(line));

    [Fact]
    public void Bash_offers_every_preset_and_files_where_nothing_is_known()
    {
        string[] words = Bash("latent train ");
        Assert.Subset(words.ToHashSet(), Presets.All.Select(preset => preset.Name).ToHashSet());
        Assert.DoesNotContain(words, word => word.StartsWith('-'));
        Assert.Subset(
            Bash("latent train digits --set ").ToHashSet(),
            ConfigurationKeys.All.Select(key => $"{key.Name}=").ToHashSet());
        Assert.Empty(Bash("latent read run"));
    }

    [Fact]
    public void Every_script_registers_the_tool_and_asks_it()
    {
        foreach (string shell in CompletionCommand.Shells)
        {
            ToolRun run = ToolRun.Of(scratch.Path, "completion", shell);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains("latent \"[suggest:", run.Output, StringComparison.Ordinal);
            Assert.Contains(
                shell switch
                {
                    "bash" => "complete -o default -F _latent latent",
                    "zsh" => "compdef _latent latent",
                    _ => "Register-ArgumentCompleter -Native -CommandName latent",
                },
                run.Output,
                StringComparison.Ordinal);
        }

        ToolRun unknown = ToolRun.Of(scratch.Path, "completion", "fish");
        Assert.Equal(
            (2, "latent: there is no script for fish; give bash, zsh or pwsh\n"), (unknown.ExitCode, unknown.Error));
    }

    [Fact]
    public void Zsh_reads_its_script()
    {
        string zsh = Find("zsh") ?? "";
        Assert.SkipWhen(zsh.Length == 0, "There is no zsh here.");
        scratch.Write("latent.zsh", ToolRun.Of(scratch.Path, "completion", "zsh").Output);
        ToolRun run = ToolRun.Start(zsh, scratch.Path, _ => { }, "-n", "latent.zsh");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    // The script in a bash, at the end of a line, as the TAB key runs it.
    private string[] Bash(string line)
    {
        string? bash = Find("bash");
        Assert.SkipWhen(bash is null || OperatingSystem.IsWindows(), "There is no bash here.");
        scratch.Write(
            "try.sh",
            """
            dotnet=$2 tool=$3
            latent() { "$dotnet" "$tool" "$@"; }
            source <(latent completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<<"$1"
            [[ $1 == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            compopt() { :; }
            _latent
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        ToolRun run = ToolRun.Start(
            bash!, scratch.Path, _ => { }, "try.sh", line,
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ServedTool.Latent);
        Assert.True(run is { ExitCode: 0, Error: "" }, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
