using LatentSharp.Reading;
using LatentSharp.Reports.Documents;

namespace LatentSharp.Reports.Rendering.Text;

/// <summary>A sweep over the weight of V_post, for a terminal: the conclusion, then a line for each reading.</summary>
internal static class SweepText
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
        // The weight tells the readings apart; their names, which are long paths, stand in the page and in JSON.
        TextTable.Write(
            page,
            [.. ComparisonWords.SweepColumns.Skip(1)],
            [.. sweep.Rows.Select(row => ComparisonWords.Cells(row).Skip(1).ToArray())]);
        foreach (string missing in ComparisonWords.Missing(sweep))
            page.Write("", missing, TextStyle.Faint);
        return page.ToString();
    }
}
