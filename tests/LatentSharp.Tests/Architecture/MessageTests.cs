using System.Text.RegularExpressions;
using LatentSharp.Tests.Documentation;

namespace LatentSharp.Tests.Architecture;

/// <summary>The library speaks to programs: what a user of the tool types is for the tool to say.</summary>
public partial class MessageTests
{
    // The style sheet of a page has variables that begin with two hyphens.
    private const string StyleSheet = "Stylesheet.cs";

    [Fact]
    public void No_text_of_the_library_names_a_flag_or_a_command()
    {
        string[] strays =
        [
            .. from room in (string[])
                ["LatentSharp", "LatentSharp.Onnx", "LatentSharp.Serving", "LatentSharp.TensorBoard"]
               from file in Directory.EnumerateFiles(
                   Path.Combine(Repository.Root, "src", room),
                   "*.cs",
                   SearchOption.AllDirectories)
               where Path.GetFileName(file) != StyleSheet && !IsGenerated(file)
               from text in Texts(File.ReadAllText(file))
               where Names().IsMatch(text)
               select $"{Path.GetRelativePath(Repository.Root, file)}: {text.Trim()}",
        ];
        Assert.True(strays.Length == 0, string.Join("\n", strays));
    }

    [Theory]
    [InlineData("throw new Problem(\"give another --out\");", true)]
    [InlineData("throw new Problem($\"go on with {(a ? \"latent train\" : \"\")} in it\");", true)]
    [InlineData("    + \"--map gives it twice\"", true)]
    [InlineData("string text = \"\"\"\n    Give\n    --out\n    \"\"\";", true)]
    [InlineData("/// <summary>What <c>latent read --out \"x\"</c> writes.</summary>", false)]
    [InlineData("for (int i = n; --i >= 0; )", false)]
    [InlineData("string text = \"the latent reads well -- and the data -i\";", false)]
    public void The_search_sees_every_kind_of_text_and_passes_over_comments(string code, bool found) =>
        Assert.Equal(found, Texts(code).Any(Names().IsMatch));

    private static bool IsGenerated(string file) =>
        file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    // Of a line, all between its first quote and its last, which is at least what its texts hold.
    private static IEnumerable<string> Texts(string source)
    {
        string code = Comment().Replace(source, "");
        return RawText()
            .Matches(code)
            .Select(text => text.Value)
            .Concat(LineText().Matches(RawText().Replace(code, "")).Select(text => text.Value));
    }

    [GeneratedRegex(@"(?<![-\w])--[a-z]|\blatent (train|read|evaluate|sample|serve|data|bench)\b")]
    private static partial Regex Names();

    [GeneratedRegex("^ *//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawText();

    [GeneratedRegex("\".*\"")]
    private static partial Regex LineText();
}
