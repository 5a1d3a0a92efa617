using LatentSharp.Reading.Findings;

namespace LatentSharp.Reports;

/// <summary>A sweep over the weight of V_post, for a terminal: the conclusion, then a line for each reading.</summary>
public static class SweepText
{
    /// <summary>Renders a sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="width">Characters to a line; fewer than 40 are taken for 40.</param>
    /// <param name="colour">Whether to write ANSI escape sequences.</param>
    public static string Render(SweepReading sweep, int width = 120, bool colour = false)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var page = new TextPage(Math.Max(width, ReadingText.NarrowestWidth), colour);
        page.Write("", "What a penalty on V_post bought", TextStyle.Bold);
        page.Write("", sweep.Conclusion);
        page.Blank();
        TextTable.Write(page, ComparisonWords.SweepColumns, [.. sweep.Rows.Select(ComparisonWords.Cells)]);
        foreach (string missing in ComparisonWords.Missing(sweep))
            page.Write("", missing, TextStyle.Faint);
        return page.ToString();
    }
}
