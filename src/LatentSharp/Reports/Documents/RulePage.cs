using System.Text.RegularExpressions;
using LatentSharp.Reading;

namespace LatentSharp.Reports.Documents;

/// <summary>The essence of a rule's page in docs/rules, which the library carries.</summary>
/// <param name="Title">Its title: the id and the rule's name.</param>
/// <param name="Condition">When the rule speaks.</param>
/// <param name="Why">What stands behind it, in paragraphs. Code stands between backticks.</param>
internal sealed partial record RulePage(string Title, string Condition, IReadOnlyList<string> Why)
{
    /// <summary>The page of a rule; null for one that is not the library's.</summary>
    public static RulePage? Of(string id)
    {
        if (!RuleIds.IsOfTheBook(id))
            return null;
        using Stream resource = typeof(RulePage).Assembly.GetManifestResourceStream($"LatentSharp.Rules.{id}.md")!;
        using var reader = new StreamReader(resource);
        string[] blocks =
        [
            .. reader
                .ReadToEnd()
                .ReplaceLineEndings("\n")
                .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(block => Link().Replace(block.Trim().Replace('\n', ' '), "$1")),
        ];
        int why = Array.IndexOf(blocks, "## Why");
        return new RulePage(
            blocks[0].TrimStart('#', ' '),
            Level().Replace(blocks[1], ""),
            [.. blocks[(why + 1)..].TakeWhile(block => !block.StartsWith('#'))]);
    }

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\*\*\w+\.\*\* ")]
    private static partial Regex Level();
}
