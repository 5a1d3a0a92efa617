using LatentSharp.Reading;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Reports.Rendering.Html;

/// <summary>Two readings side by side as one HTML file: the findings, then every difference.</summary>
internal static class ComparisonHtml
{
    private const string Title = "Two readings compared";

    /// <summary>Renders a page. The same comparison gives the same bytes.</summary>
    public static string Render(ReadingComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return HtmlPage.Render(
            Title,
            page =>
            {
                page.Element("h1", Title);
                page.Element("p", HtmlText.Of($"Before: {ComparisonWords.Side(comparison.Before)}"));
                page.Element("p", HtmlText.Of($"After: {ComparisonWords.Side(comparison.After)}"));
            },
            page =>
            {
                FindingCards.Write(page, comparison.Findings);
                page.Element("h2", "Differences");
                page.Element("p", ComparisonWords.ErrorBars);
                HtmlPage.WriteTable(
                    page, "Quantities before and after", ComparisonWords.Columns,
                    [.. comparison.Differences.Where(row => row.Needs is null).Select(ComparisonWords.Cells)]);
                foreach (QuantityDifference missing in comparison.Differences.Where(row => row.Needs is not null))
                    page.Element("p", $"{missing.Quantity} is not compared: needs {missing.Needs}.", ("class", "soft"));
            });
    }
}
