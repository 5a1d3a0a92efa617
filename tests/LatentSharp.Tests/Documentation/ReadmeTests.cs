using System.Globalization;
using System.Text.RegularExpressions;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Documentation;

public sealed partial class ReadmeTests : IDisposable
{
    private const string ToolInSource = "dotnet run -c Release --project src/LatentSharp.Cli -- ";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_printed_table_is_what_train_digits_prints()
    {
        Assert.Contains($"{ToolInSource}train digits\ndotnet test -c Release\n", Repository.Blocks("README.md", "sh")[0], StringComparison.Ordinal);
        string[] shown = Assert.Single(Repository.Blocks("README.md", "text")).Split('\n');
        ToolRun run = ToolRun.Of(scratch.Path, "train", "digits");
        Assert.Equal(0, run.ExitCode);
        string[] printed = run.Output.Split('\n');
        Assert.Equal(shown.Length, printed.Length);
        foreach ((string expected, string actual) in shown.Zip(printed))
            CheckLine(expected, actual);
    }

    [Fact]
    public void The_commands_on_files_run()
    {
        scratch.Write("config.json", Assert.Single(Repository.Blocks("README.md", "json")));
        scratch.Write("points.csv", Assert.Single(Repository.Blocks("README.md", "csv")));
        scratch.WriteImages("images.idx.gz", "labels.idx.gz", 40);
        string[] commands = [.. Repository.Blocks("README.md", "sh").SelectMany(block => block.Split('\n')).Where(line => line.StartsWith("latent train ", StringComparison.Ordinal))];
        Assert.Equal(4, commands.Length);
        foreach (string command in commands)
        {
            ToolRun run = ToolRun.Of(scratch.Path, command.Split(' ')[1..]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
        }
    }

    // Text and given numbers are exact. Measured ones, which have decimals, differ with the processor as the README states.
    private static void CheckLine(string expected, string actual)
    {
        if (EndOfTraining().IsMatch(expected))
        {
            Assert.Matches(EndOfTraining(), actual);
            return;
        }

        Assert.Equal(Spaces().Replace(Measured().Replace(expected, "#"), " "), Spaces().Replace(Measured().Replace(actual, "#"), " "));
        double tolerance = expected.Contains("objective", StringComparison.Ordinal) || expected.Contains("ELBO", StringComparison.Ordinal) ? 0.05 : 0.3;
        foreach ((Match shown, Match printed) in Measured().Matches(expected).Zip(Measured().Matches(actual)))
        {
            double value = Number(shown);
            Assert.True(Math.Abs(Number(printed) - value) <= tolerance * value, $"README: {expected}\nprinted: {actual}");
        }
    }

    private static double Number(Match text) => double.Parse(text.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d+ steps, best epoch \d+(, stopped early)?$")]
    private static partial Regex EndOfTraining();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Measured();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
