using LatentSharp.Reading.Findings;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Reports.Rendering.Html;

/// <summary>Findings, each with its evidence, its limits and what to do next.</summary>
internal static class FindingCards
{
    public static void Write(MarkupWriter page, IReadOnlyList<Finding> findings)
    {
        page.Element("h2", "Findings", ("id", "findings"));
        page.Element(
            "p",
            findings.Count == 0 ? "No rule's condition holds." : $"{Spelling.Tally(findings)}.",
            ("class", "soft"));
        foreach (Finding finding in findings)
        {
            string level = Spelling.Of(finding.Level);
            page.Open("article", ("class", $"finding {level}"), ("id", finding.Id));
            page.Open("h3");
            page.Element("span", $"{level} {finding.Id}", ("class", "level"));
            page.Text(HtmlText.Of(" " + finding.Title));
            page.Close();
            page.Open("dl");
            page.Element("dt", "Evidence");
            page.Open("dd");
            page.Open("ul");
            foreach (EvidenceItem item in finding.Evidence)
                page.Element("li", HtmlText.Of(item.Text));
            page.Close();
            page.Close();
            Entry(page, "Limits", finding.DoesNotSay);
            Entry(page, "Next step", finding.NextStep);
            page.Close();
            Rule(page, finding.Id);
            page.Close();
        }
    }

    private static void Rule(MarkupWriter page, string id)
    {
        if (RulePage.Of(id) is not { } rule)
            return;
        page.Open("details");
        page.Element("summary", $"The rule: {rule.Title}");
        Prose(page, rule.Condition);
        foreach (string paragraph in rule.Why)
            Prose(page, paragraph);
        Prose(page, $"From `{Spelling.RulePage(id)}`, which has an example and more to try.");
        page.Close();
    }

    // Every other part, between backticks, is code.
    private static void Prose(MarkupWriter page, string text)
    {
        page.Open("p");
        string[] parts = text.Split('`');
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
                page.Element("code", parts[i]);
            else
                page.Text(parts[i]);
        }

        page.Close();
    }

    private static void Entry(MarkupWriter page, string name, string text)
    {
        page.Element("dt", name);
        page.Element("dd", HtmlText.Of(text));
    }
}
