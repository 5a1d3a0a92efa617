using LatentSharp.Reading;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Charts;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Reports.Rendering.Html;

/// <summary>A sweep over the weight of V_post as one HTML file: the conclusion, the chart, the numbers.</summary>
internal static class SweepHtml
{
    private const string Title = "What a penalty on V_post bought";

    /// <summary>Renders a page. The same sweep gives the same bytes.</summary>
    public static string Render(SweepReading sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        return HtmlPage.Render(
            Title,
            page =>
            {
                page.Element("h1", Title);
                page.Element("p", HtmlText.Of(sweep.Conclusion));
            },
            page =>
            {
                page.Element("h2", "Pictures");
                page.Open("div", ("class", "charts"));
                SweepChart.Write(page, sweep);
                page.Close();
                page.Element("h2", "Readings");
                HtmlPage.WriteTable(
                    page,
                    "Readings by weight, with one standard error",
                    ComparisonWords.SweepColumns,
                    [.. sweep.Rows.Select(ComparisonWords.Cells)]);
                foreach (string missing in ComparisonWords.Missing(sweep))
                    page.Element("p", missing, ("class", "soft"));
            });
    }
}
