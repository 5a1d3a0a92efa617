using System.Reflection;
using System.Text.RegularExpressions;

namespace LatentSharp.Tests.Documentation;

/// <summary>What the pages call by a name of the code is there under that name.</summary>
public partial class CodeNameTests
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    // Names that look like types of ours and are others'.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["IProgress"] = "System",
        ["IAsyncEnumerable"] = "System.Collections.Generic",
        ["ArgumentException"] = "System",
        ["IOException"] = "System.IO",
        ["ILogger"] = "Microsoft.Extensions.Logging",
        ["TensorPrimitives"] = "System.Numerics.Tensors",
        ["OpenTelemetry"] = "a package",
        ["InMemory"] = "a part of a package's name",
        ["NaN"] = "no number",
        ["IlcInstructionSet"] = "a property of the native build",
        ["TestResults"] = "a folder",
    };

    private static readonly ILookup<string, Type> Types = new[]
        {
            typeof(OptionException).Assembly,
            typeof(LatentSharp.Cli.ExitCode).Assembly,
            typeof(LatentSharp.Onnx.OnnxExporter).Assembly,
            typeof(LatentSharp.Serving.ServingOptions).Assembly,
            typeof(LatentSharp.TensorBoard.EventFile).Assembly,
            typeof(CodeNameTests).Assembly,
        }
        .SelectMany(assembly => assembly.GetTypes())
        .ToLookup(type => type.Name.Split('`')[0]);

    private static readonly HashSet<string> Namespaces =
    [
        .. Types.SelectMany(types => types).SelectMany(type => (type.Namespace ?? "").Split('.')),
    ];

    private static readonly HashSet<string> Files =
    [
        .. new[] { "src", "tests", "benchmarks" }
            .Select(folder => Path.Combine(Repository.Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !Built().IsMatch(path))
            .Select(path => Path.GetFileName(path)),
    ];

    [Fact]
    public void Every_type_member_and_file_of_the_code_that_a_page_names_exists()
    {
        string[] strays =
        [
            .. from page in Repository.Pages
               from span in Spans(Repository.Read(page))
               from name in Strays(span)
               select $"{page}: {name} in `{span}`",
        ];
        Assert.True(strays.Length == 0, string.Join("\n", strays));
    }

    [Fact]
    public void Every_name_of_others_is_on_a_page()
    {
        HashSet<string> named =
        [
            .. from page in Repository.Pages
               from span in Spans(Repository.Read(page))
               from Match chain in Chain().Matches(span)
               from part in chain.Value.Split('.')
               select part,
        ];
        Assert.Subset(named, Others.Keys.ToHashSet());
        Assert.True(named.Count(Types.Contains) > 50, $"{named.Count(Types.Contains)} types are named.");
    }

    [Theory]
    [InlineData("RandomStream", "")]
    [InlineData("LatentDraws.LogWeights", "")]
    [InlineData("LatentDraws.Expectation(f)", "")]
    [InlineData("IProgress<ITrainingRecord>", "")]
    [InlineData("src/LatentSharp/Autodiff/Tape.cs", "")]
    [InlineData("LatentSharp.TensorBoard", "")]
    [InlineData("--set Name=TheValue", "TheValue")]
    [InlineData("posterior_variance = K_prior + V_post", "")]
    [InlineData("RandomRiver", "RandomRiver")]
    [InlineData("LatentDraws.Weights", "LatentDraws.Weights")]
    [InlineData("List<RandomRiver>", "RandomRiver")]
    [InlineData("IRiver", "IRiver")]
    [InlineData("Autodiff/River.cs", "River.cs")]
    public void The_search_sees_names_of_two_humps_members_and_files(string span, string expected) =>
        Assert.Equal(expected, string.Join(' ', Strays(span)));

    [Fact]
    public void The_search_reads_spans_and_passes_over_blocks() =>
        Assert.Equal(
            ["Tape", "a b", "Adam"],
            Spans("`Tape` and `a\nb`:\n\n```csharp\nvar x = `Other`;\n```\n\n`Adam`."));

    private static IEnumerable<string> Spans(string page) =>
        Span().Matches(Block().Replace(page, "")).Select(span => span.Groups["text"].Value.Replace('\n', ' '));

    private static IEnumerable<string> Strays(string span)
    {
        if (span.EndsWith(".cs", StringComparison.Ordinal))
        {
            string file = span[(span.LastIndexOf('/') + 1)..];
            if (!Files.Contains(file))
                yield return file;
            yield break;
        }

        foreach (Match chain in Chain().Matches(span))
        {
            string[] parts = chain.Value.Split('.');
            for (int i = 0; i < parts.Length; i++)
            {
                // A name behind a type's is that of a member.
                if (i > 0 && Types.Contains(parts[i - 1]) && !Namespaces.Contains(parts[i - 1]))
                {
                    if (!Types[parts[i - 1]].Any(type => type.GetMember(parts[i], Any).Length > 0))
                        yield return $"{parts[i - 1]}.{parts[i]}";
                }
                else if (TwoHumps().IsMatch(parts[i]) && !IsKnown(parts[i]))
                {
                    yield return parts[i];
                }
            }
        }
    }

    private static bool IsKnown(string name) =>
        Types.Contains(name) || Namespaces.Contains(name) || Others.ContainsKey(name) || Files.Contains($"{name}.cs");

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Span();

    // Names joined by points; not what follows a path's or an option's sign.
    [GeneratedRegex(@"(?<![\w/.-])[A-Z]\w*(\.[A-Z]\w*)*")]
    private static partial Regex Chain();

    // Two capitals or more and a small letter, without an underscore: not "IDX", nor "K_prior".
    [GeneratedRegex("^(?=.*[a-z])(?=.*[A-Z].*[A-Z])[A-Za-z0-9]+$")]
    private static partial Regex TwoHumps();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Built();
}
