using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Documentation;

[Trait("speed", "slow")]
public sealed class UseExampleTests : IDisposable
{
    private const string Page = "docs/using-a-model.md", File = "tests/LatentSharp.Tests/Documentation/UseExample.cs";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_snippets_of_the_page_are_the_code_that_runs_here_and_the_first_is_short()
    {
        string[] snippets = Repository.Blocks(Page, "csharp");
        Assert.Equal(new[] { "use", "names", "spans" }.Select(name => Repository.Region(File, name)), snippets);
        Assert.InRange(snippets[0].Split('\n').Length, 1, 10);
    }

    [Fact]
    public void The_commands_of_the_page_run_one_after_the_other_and_its_code_on_their_run()
    {
        scratch.Write("points.csv", Assert.Single(Repository.Blocks("docs/command-line.md", "csv")));
        scratch.Write("new.csv", Assert.Single(Repository.Blocks(Page, "csv")));
        string[] commands = Assert.Single(Repository.Blocks(Page, "sh")).TrimEnd('\n').Split('\n');
        Assert.Equal(9, commands.Length);
        foreach (string command in commands)
        {
            ToolRun run = ToolRun.Of(scratch.Path, command.Split(' ')[1..]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
        }

        TextWriter output = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            UseExample.Run([scratch["runs/points"]]);
        }
        finally
        {
            Console.SetOut(output);
        }

        string[] lines = captured.ToString().TrimEnd().Split('\n');
        Assert.Equal(12, lines.Length);
        Assert.StartsWith("y about ", lines[10], StringComparison.Ordinal);
    }
}
