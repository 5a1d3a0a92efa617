using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>Of the examples that take a value, the share that has each label.</summary>
internal static class AlignmentTable
{
    private const int MostLabels = 16, MostValues = 64;

    public static void Write(MarkupWriter page, LabelAlignment alignment, int variables)
    {
        int labels = Math.Min(alignment.Labels.Length, MostLabels),
            values = Math.Min(alignment.Table.Length, MostValues);
        page.Open("figure", ("class", "wide"));
        HtmlPage.WriteTable(
            page,
            variables == 1 ? "Values against labels" : $"Values of variable {alignment.Variable} against labels",
            ["value", "examples", "its label", .. alignment.Labels.Take(labels).Select(SvgCanvas.Number)],
            [.. Enumerable.Range(0, values).Select(value => Row(alignment, value, labels))]);
        page.Element("figcaption",
            "Of the examples whose likeliest value is this, the share with each label, and the label that the best "
                + $"one-to-one matching gives it: right for {Figures.Of(alignment.Accuracy)} of the examples, "
                + $"{Figures.Of(alignment.Chance.Value)} by chance."
                + (labels < alignment.Labels.Length ? $" The first {labels} labels are shown." : "")
                + (values < alignment.Table.Length ? $" The first {values} values are shown." : ""));
        page.Close();
    }

    private static string[] Row(LabelAlignment alignment, int value, int labels)
    {
        long examples = alignment.Table[value].Sum();
        int own = alignment.Matching[value];
        return
        [
            SvgCanvas.Number(value),
            Figures.Count(examples),
            own < 0 ? "-" : SvgCanvas.Number(alignment.Labels[own]),
            .. alignment.Table[value].Take(labels).Select(count =>
                count == 0 ? "-" : Figures.Percent((double)count / examples)),
        ];
    }
}
