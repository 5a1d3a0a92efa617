namespace LatentSharp.Tests.Documentation;

[Trait("speed", "slow")]
public class ExampleTests
{
    private const string Folder = "tests/LatentSharp.Tests/Documentation/";

    [Fact]
    public void The_C_sharp_example_of_the_readme_is_the_code_that_runs_here()
    {
        string example = Assert.Single(Repository.Blocks("README.md", "csharp"));
        Assert.Equal(Repository.Region($"{Folder}TrainingExample.cs", "README"), example);
        Assert.InRange(example.TrimEnd('\n').Split('\n').Length, 1, 25);
    }

    [Fact]
    public void The_C_sharp_example_of_the_readme_trains()
    {
        TextWriter output = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            TrainingExample.Run();
        }
        finally
        {
            Console.SetOut(output);
        }

        Assert.Matches(@"J \d+\.\d{3}\r?\n", captured.ToString());
        Assert.Matches(@"posterior_variance \d+\.\d{3}, weight 0, DiagnosticOnly", captured.ToString());
    }

    [Fact]
    public void The_snippets_on_adding_a_term_are_the_code_that_is_tested_here() =>
        Assert.Equal(
            new[] { "term", "line", "test", "use" }
                .Select(region => Repository.Region($"{Folder}TermExample.cs", region)),
            Repository.Blocks("docs/adding-a-term.md", "csharp"));

    [Fact]
    public void The_snippets_on_adding_a_source_are_the_code_that_is_tested_here() =>
        Assert.Equal(
            new[] { "source", "use", "test" }.Select(region => Repository.Region($"{Folder}SourceExample.cs", region)),
            Repository.Blocks("docs/adding-a-source.md", "csharp"));
}
