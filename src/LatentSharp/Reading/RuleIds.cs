using System.Text.RegularExpressions;
using LatentSharp.Reading.Findings;

namespace LatentSharp.Reading;

/// <summary>The ids by which reports know rules, the book's as well as a program's own.</summary>
internal static partial class RuleIds
{
    /// <summary>Whether an id is that of a rule of the book, which has a page in docs/rules.</summary>
    public static bool IsOfTheBook(string id) =>
        RuleBook.Rules.Any(rule => rule.Id == id) || RuleBook.ComparisonRules.Any(rule => rule.Id == id);

    /// <summary>A copy of rules whose ids were checked.</summary>
    /// <exception cref="ArgumentException">An id is taken, or has characters that reports cannot write.</exception>
    public static IReadOnlyList<IRule> Checked(IReadOnlyList<IRule> rules)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (IRule rule in rules)
        {
            if (!Form().IsMatch(rule.Id))
                throw new ArgumentException(
                    $"Diagnosis: a rule has the id '{rule.Id}'; give a letter, and then letters, digits, hyphens or " +
                        "underscores, such as OWN0001.");
            if (OfTheLibrary().IsMatch(rule.Id) && !RuleBook.Rules.Contains(rule))
                throw new ArgumentException(
                    $"Diagnosis: a rule that is not of RuleBook.Rules has the id '{rule.Id}', and LS with a number " +
                        "is the library's; give another, such as OWN0001.");
            if (!seen.Add(rule.Id))
                throw new ArgumentException(
                    $"Diagnosis: two rules have the id '{rule.Id}'; give each an id of its own, such as OWN0001.");
        }

        return [.. rules];
    }

    /// <summary>A rule's finding, which must go by the rule's id.</summary>
    /// <exception cref="ArgumentException">It goes by another.</exception>
    public static Finding? Checked(IRule rule, Finding? finding) =>
        finding is null || finding.Id == rule.Id
            ? finding
            : throw new ArgumentException(
                $"Diagnosis: the rule '{rule.Id}' makes a finding with the id '{finding.Id}'; give it the rule's id.");

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex Form();

    [GeneratedRegex("^LS[0-9]")]
    private static partial Regex OfTheLibrary();
}
