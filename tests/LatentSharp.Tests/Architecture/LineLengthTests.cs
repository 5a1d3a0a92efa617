using System.Text.RegularExpressions;
using LatentSharp.Tests.Documentation;

namespace LatentSharp.Tests.Architecture;

/// <summary>A line has at most 120 columns, so that two files stand side by side.</summary>
public partial class LineLengthTests
{
    private const int Columns = 120;

    // Text that is what it is: breaking a line would change it, or make it harder to read.
    private static readonly Dictionary<string, string> Whole = new()
    {
        ["src/LatentSharp/Reports/Rendering/Markup/Stylesheet.cs"] = "a style sheet, one rule to a line",
        ["tests/LatentSharp.Tests/Fuzzing/Targets/MetricsTarget.cs"] = "a log, one record to a line",
    };

    [Fact]
    public void No_line_is_longer_than_120_columns()
    {
        string[] strays =
        [
            .. from file in Files()
               where !Whole.ContainsKey(file)
               from place in LongLines(file)
               select place,
        ];
        Assert.True(strays.Length == 0, string.Join("\n", strays));
    }

    [Fact]
    public void Every_file_that_may_have_longer_lines_has_some() =>
        Assert.All(
            Whole.Keys,
            file => Assert.True(LongLines(file).Any(), $"{file} has none any more: take it off the list."));

    [Theory]
    [InlineData("page.md", "| a table's row |", false)]
    [InlineData("page.md", "[link](https://example.org/)", false)]
    [InlineData("page.md", "a paragraph", true)]
    [InlineData("Code.cs", "// https://example.org/", true)]
    [InlineData("Code.cs", "| a pattern", true)]
    public void Tables_and_addresses_of_pages_may_be_longer(string file, string begin, bool found)
    {
        Assert.Equal(found, IsTooLong(file, begin.PadRight(Columns, '.') + "."));
        Assert.False(IsTooLong(file, begin.PadRight(Columns, '.')));
    }

    private static IEnumerable<string> LongLines(string file) =>
        Repository.Read(file)
            .Split('\n')
            .Select((line, i) => (Text: line, Number: i + 1))
            .Where(line => IsTooLong(file, line.Text))
            .Select(line => $"{file}:{line.Number} has {line.Text.Length} columns");

    private static bool IsTooLong(string file, string line) =>
        line.Length > Columns
        && !(file.EndsWith(".md", StringComparison.Ordinal)
            && (line.StartsWith('|') || Address().IsMatch(line) || PrintedFinding().IsMatch(line)));

    private static IEnumerable<string> Files()
    {
        IEnumerable<string> sources =
            from folder in new[] { "src", "tests", "benchmarks" }
            from path in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder),
                "*",
                SearchOption.AllDirectories)
            where Path.GetExtension(path) is ".cs" or ".csproj"
            let file = Path.GetRelativePath(Repository.Root, path).Replace(Path.DirectorySeparatorChar, '/')
            where !Built().IsMatch(file)
            select file;
        return Repository.Pages.Select(page => page.Replace(Path.DirectorySeparatorChar, '/')).Concat(sources);
    }

    // A finding and its evidence stand on the pages as they are printed.
    [GeneratedRegex("^(LS[0-9]{4}: |  [a-zA-Z0-9])")]
    private static partial Regex PrintedFinding();

    [GeneratedRegex("https?://")]
    private static partial Regex Address();

    [GeneratedRegex("(^|/)(bin|obj|TestResults|BenchmarkDotNet.Artifacts)/")]
    private static partial Regex Built();
}
