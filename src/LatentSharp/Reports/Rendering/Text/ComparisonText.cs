using LatentSharp.Reading;
using LatentSharp.Reports.Documents;

namespace LatentSharp.Reports.Rendering.Text;

/// <summary>Two readings side by side, for a terminal: what must not be concluded first, then the numbers.</summary>
internal static class ComparisonText
{
    /// <summary>Renders a comparison.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="width">Characters to a line; fewer than 40 are taken for 40.</param>
    /// <param name="colour">Whether to write ANSI escape sequences.</param>
    public static string Render(ReadingComparison comparison, int width = 100, bool colour = false)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var page = new TextPage(Math.Max(width, ReadingText.NarrowestWidth), colour);
        page.Write("", "Two readings compared", TextStyle.Bold);
        page.Write("before  ", ComparisonWords.Side(comparison.Before));
        page.Write("after   ", ComparisonWords.Side(comparison.After));
        page.Blank();
        ReadingText.WriteFindings(page, comparison.Findings);
        page.Write("", "Differences", TextStyle.Bold);
        page.Write("", ComparisonWords.ErrorBars, TextStyle.Faint);
        page.Blank();
        TextTable.Write(
            page,
            ComparisonWords.Columns,
            [.. comparison.Differences.Where(row => row.Needs is null).Select(ComparisonWords.Cells)]);
        foreach (QuantityDifference missing in comparison.Differences.Where(row => row.Needs is not null))
            page.Write(
                $"{missing.Quantity}: ",
                $"not compared: needs {missing.Needs}",
                TextStyle.Faint,
                TextStyle.Faint,
                indent: 4);
        return page.ToString();
    }
}
