using LatentSharp.Models;
using LatentSharp.Onnx;
using LatentSharp.Runs;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Runs;

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
        Assert.Equal(
            [
                .. new[] { "use", "names", "spans" }.Select(name => Repository.Region(File, name)),
                Repository.Region("tests/LatentSharp.Tests/Documentation/OnnxExample.cs", "onnx"),
            ],
            snippets);
        Assert.InRange(snippets[0].Split('\n').Length, 1, 10);
    }

    [Fact]
    public void The_commands_of_the_page_run_one_after_the_other_and_its_code_on_their_run()
    {
        scratch.Write("points.csv", Assert.Single(Repository.Blocks("docs/command-line.md", "csv")));
        scratch.Write("new.csv", Assert.Single(Repository.Blocks(Page, "csv")));
        string[] commands = string.Concat(Repository.Blocks(Page, "sh")).TrimEnd('\n').Split('\n');
        Assert.Equal(10, commands.Length);
        foreach (string command in commands)
        {
            ToolRun run = ToolRun.Of(scratch.Path, command.Split(' ')[1..]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
        }

        string[] lines = Printed(() => UseExample.Run([scratch["runs/points"]]));
        Assert.Equal(12, lines.Length);
        Assert.StartsWith("y about ", lines[10], StringComparison.Ordinal);

        var model = TrainedModel.Load(scratch["runs/points"]);
        Assert.Equal(
            new float[][] { [0.5f, 1], [1.2f, 0.4f] }.Select(x => $"y about {model.Mean(x)[0]:F2}"),
            Printed(() => OnnxExample.Run(scratch["graphs"])));
    }

    [Fact]
    public void The_Python_program_of_the_page_draws_from_a_graph()
    {
        string python = Python.Needed("numpy", "onnxruntime");
        var options = new CvaeOptions
        {
            ConditionDimensions = 2,
            TargetDimensions = 1,
            Likelihood = LikelihoodKind.NormalLearnedScale,
        };
        OnnxExporter.Export(ModelFiles.Load(scratch["model.safetensors"], options), scratch["graphs"]);
        scratch.Write("program.py", Assert.Single(Repository.Blocks(Page, "python")));
        ToolRun program = ToolRun.Start(python, scratch.Path, _ => { }, "program.py");
        Assert.True(program.ExitCode == 0, program.Error);
        Assert.Matches(@"^\[ *-?[0-9.]+ +-?[0-9.]+ *\]\n$", program.Output);
    }

    private static string[] Printed(Action program)
    {
        TextWriter output = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            program();
        }
        finally
        {
            Console.SetOut(output);
        }

        return captured.ToString().TrimEnd().Split('\n');
    }
}
