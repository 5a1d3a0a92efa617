using System.Text.RegularExpressions;

namespace LatentSharp.Tests.Documentation;

/// <summary>The files of the repository that the tests were built in.</summary>
internal static partial class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Every page for readers, relative to the root.</summary>
    public static IEnumerable<string> Pages =>
        from folder in new[] { "", "docs", "benchmarks", "src" }
        let depth = folder.Length == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", depth)
        select Path.GetRelativePath(Root, path);

    /// <summary>A file's text.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Writes a file.</summary>
    public static void Write(string path, string text) => File.WriteAllText(Path.Combine(Root, path), text);

    /// <summary>The fenced blocks of a language on a page, in order.</summary>
    public static string[] Blocks(string page, string language) =>
        [
            .. Fence()
                .Matches(Read(page))
                .Where(block => block.Groups["language"].Value == language)
                .Select(block => block.Groups["text"].Value),
        ];

    /// <summary>
    /// The parts of a source file between <c>#region name</c> and <c>#endregion</c>, without their indent, an empty
    /// line between two.
    /// </summary>
    public static string Region(string path, string name)
    {
        IEnumerable<string> parts = Regex
            .Matches(
                Read(path),
                $@"^ *#region {name}\n(?<text>.*?)^ *#endregion\n",
                RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(part => WithoutIndent(part.Groups["text"].Value.Trim('\n').Split('\n')));
        return string.Join("\n", parts);
    }

    private static string WithoutIndent(string[] lines)
    {
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => $"{line[Math.Min(indent, line.Length)..]}\n"));
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "LatentSharp.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
