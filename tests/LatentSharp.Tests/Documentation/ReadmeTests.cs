using System.Globalization;
using System.Text.RegularExpressions;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Documentation;

[Trait("speed", "slow")]
public sealed partial class ReadmeTests : IDisposable
{
    private const string ToolInSource = "dotnet run -c Release --project src/LatentSharp.Cli -- ";

    private const string Example = "docs/reading-example.md",
        Sweep = "docs/sweep.md",
        CommandLine = "docs/command-line.md";

    // The pages whose commands on files run one after the other in one folder, in this order.
    private static readonly string[] Pages = [CommandLine, "README.md", Example, Sweep];

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_printed_table_and_answers_are_what_train_digits_prints_and_the_excerpt_what_read_prints()
    {
        Assert.Contains(
            $"{ToolInSource}train digits\ndotnet test -c Release\n",
            Repository.Blocks("README.md", "sh")[0],
            StringComparison.Ordinal);
        ToolRun run = ToolRun.Of(scratch.Path, "train", "digits");
        Assert.Equal(0, run.ExitCode);
        string[] table = Block("README.md", 0).Split('\n'), printed = run.Output.Split('\n');
        foreach ((string expected, string actual) in table.Zip(printed))
            CheckLine(expected, actual);
        string answers = string.Join('\n', printed[table.Length..]);
        Assert.Equal(
            Frame().Matches(Block(Example, 0)).Select(line => line.Value),
            Frame().Matches(answers).Select(line => line.Value));
        Assert.All(
            Findings().Matches(Block(Example, 0)),
            finding => Assert.Contains(finding.Value, answers, StringComparison.Ordinal));

        ToolRun read = ToolRun.Of(scratch.Path, "read", "runs/digits");
        Assert.StartsWith("The latent of runs/digits\n", read.Output, StringComparison.Ordinal);
        string[] leads = [.. Lead().Matches(Block(Example, 1)).Select(lead => lead.Value)];
        Assert.True(leads.Length >= 10, string.Join('\n', leads));
        // What a finding does not say has no numbers that a machine could change.
        string limits = Assert.Single(Limits().Matches(Block(Example, 1))).Value;
        Assert.Contains(limits, read.Output, StringComparison.Ordinal);
        int place = 0;
        foreach (string lead in leads)
        {
            place = read.Output.IndexOf(lead, place, StringComparison.Ordinal);
            Assert.True(place >= 0, lead);
        }
    }

    [Theory]
    [InlineData(0, "learned")]
    [InlineData(1, "standard")]
    public void The_table_of_the_sweep_has_the_printed_layout_and_shows_what_the_page_says(int block, string prior)
    {
        Assert.Contains(
            Repository.Blocks(Sweep, "sh"),
            commands =>
                commands
                == "latent train digits --vary posterior_variance_weight=0,0.1,1,10"
                    + $"{(prior == "standard" ? " --set prior=standard" : "")}\n"
        );
        ToolRun sweep = ToolRun.Of(
            scratch.Path,
            "train",
            "digits",
            "--vary",
            "posterior_variance_weight=0,0.1,1,10",
            "--set",
            $"prior={prior}");
        Assert.True(sweep.ExitCode == 0, sweep.Error);
        Assert.Equal(Columns(Block(Sweep, block)), Columns(sweep.Output));
        foreach (string text in (string[])[Block(Sweep, block), sweep.Output])
        {
            double[][] rows =
            [
                .. Row()
                    .Matches(text)
                    .Select(row =>
                        Estimate().Matches(row.Value).Select(match => Number(match.Groups["value"])).ToArray()),
            ];
            Assert.Equal([6, 6, 6, 6], rows.Select(row => row.Length));
            (double variance, double share) = (rows[3][0] / rows[0][0], rows[3][1] / rows[0][1]);
            Assert.True(prior == "learned" ? variance < 0.05 && share > 0.9 : variance < 0.5 && share < 0.7, text);
        }

        static IEnumerable<string> Columns(string text) =>
            Row()
                .Matches(text)
                .Select(row => row.Value.Split(' ')[0])
                .Prepend(Spaces().Replace(Header().Match(text).Value, " "));
    }

    [Fact]
    public void The_commands_on_files_run()
    {
        scratch.Write("config.json", Assert.Single(Repository.Blocks(CommandLine, "json")));
        scratch.Write("points.csv", Assert.Single(Repository.Blocks(CommandLine, "csv")));
        scratch.WriteImages("images.idx.gz", "labels.idx.gz", 40);
        Arrays.Write(scratch, "arrays.npz", "mu", "posterior_logvar", variance: 4);
        string[] commands =
        [
            .. Pages
                .SelectMany(page => Repository.Blocks(page, "sh"))
                .SelectMany(block => block.Split('\n'))
                .Where(line => line.StartsWith("latent ", StringComparison.Ordinal))
                .Distinct(),
        ];
        Assert.Equal(
            (8, 5),
            (
                commands.Count(IsTraining),
                commands.Count(command => command.StartsWith("latent read ", StringComparison.Ordinal))));

        // The training on top of the page, which makes runs/digits, is another test's; the runs that are read come
        // first.
        foreach (string command in commands.Where(IsTraining).Prepend("latent train digits"))
        {
            // Two epochs show that a command works.
            string[] fewEpochs =
                command.Contains("--epochs", StringComparison.Ordinal)
                || command.Contains("config.json", StringComparison.Ordinal)
                || command.StartsWith("latent train --resume", StringComparison.Ordinal)
                    ? []
                    : ["--epochs", "2"];
            ToolRun run = ToolRun.Of(scratch.Path, [.. command.Split(' ')[1..], .. fewEpochs]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
        }

        foreach (
            string command in commands.Where(command => command.StartsWith("latent read ", StringComparison.Ordinal)))
        {
            string[] before = scratch.Entries;
            ToolRun run = ToolRun.Of(scratch.Path, command.Split(' ')[1..]);
            // What a model of two epochs is warned of is not the page's.
            Assert.True(
                run.ExitCode == 0 || (run.ExitCode == 3 && command.Contains("--fail-on", StringComparison.Ordinal)),
                $"{command}: {run.Error}");
            Assert.Equal("", run.Error);
            Assert.Equal(
                command.Contains("--out", StringComparison.Ordinal) ? command.Split(' ')[^1] : "",
                string.Join(' ', scratch.Entries.Except(before)));
        }

        ToolRun evaluation = ToolRun.Of(
            scratch.Path,
            Assert
                .Single(commands, command => command.StartsWith("latent evaluate ", StringComparison.Ordinal))
                .Split(' ')[1..]);
        Assert.True(evaluation.ExitCode == 0, evaluation.Error);
        Assert.StartsWith("Conditional likelihood of runs/digits\n", evaluation.Output, StringComparison.Ordinal);

        static bool IsTraining(string command) => command.StartsWith("latent train ", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_exit_code_is_in_the_table() =>
        Assert.All(
            typeof(LatentSharp.Cli.ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!),
            code => Assert.Matches($@"\n\| (130, )?{code}(, 143)? \|", Repository.Read(CommandLine)));

    [Fact]
    public void The_page_is_short_and_shows_a_picture_before_any_output()
    {
        string page = Repository.Read("README.md");
        int words = page.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.InRange(words, 600, 1100);
        Match picture = Picture().Match(page);
        Assert.True(File.Exists(Path.Combine(Repository.Root, picture.Groups["file"].Value)), picture.Value);
        Assert.True(picture.Index < page.IndexOf("```", StringComparison.Ordinal));
    }

    private static string Block(string page, int number) => Repository.Blocks(page, "text")[number];

    // Text and given numbers are exact. Measured ones, which have decimals, differ with the processor as the README
    // states.
    private static void CheckLine(string expected, string actual)
    {
        if (EndOfTraining().IsMatch(expected))
        {
            Assert.Matches(EndOfTraining(), actual);
            return;
        }

        Assert.Equal(
            Spaces().Replace(Measured().Replace(expected, "#"), " "),
            Spaces().Replace(Measured().Replace(actual, "#"), " "));
        double tolerance =
            expected.Contains("objective", StringComparison.Ordinal)
            || expected.Contains("ELBO", StringComparison.Ordinal)
                ? 0.05
                : 0.3;
        foreach ((Match shown, Match printed) in Measured().Matches(expected).Zip(Measured().Matches(actual)))
        {
            double value = Number(shown);
            Assert.True(
                Math.Abs(Number(printed) - value) <= tolerance * value,
                $"README: {expected}\nprinted: {actual}");
        }
    }

    private static double Number(Capture text) => double.Parse(text.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d+ steps, best epoch \d+(, stopped early)?$")]
    private static partial Regex EndOfTraining();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Measured();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    // The questions, the concerns with what each asks, and the line that counts the findings.
    [GeneratedRegex(@"^(\d\. .*|   [a-z]+[a-z -]*: .*\?|Findings: )", RegexOptions.Multiline)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^  (note|warning|error) LS\d{4}  ", RegexOptions.Multiline)]
    private static partial Regex Findings();

    // What begins a line of the reading, without its figures: a finding, a part of one, or a quantity.
    [GeneratedRegex(
        @"^((note|warning|error) LS\d{4} |    (evidence|limits|next step|explained in)  .| {0,2}[a-z_]+( [a-z]+)?  )",
        RegexOptions.Multiline)]
    private static partial Regex Lead();

    [GeneratedRegex("^weight .*$", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex(@"^[0-9.]+ {2,}.*\+-.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^    limits .*\n(?: {18}.*\n)*", RegexOptions.Multiline)]
    private static partial Regex Limits();

    [GeneratedRegex(@"!\[[^\]]+\]\((?<file>[^)]+)\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?<value>[0-9.]+) \+- ")]
    private static partial Regex Estimate();
}
