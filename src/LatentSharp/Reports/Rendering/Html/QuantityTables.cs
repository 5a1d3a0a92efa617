using System.Collections.Immutable;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Charts;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Html;

/// <summary>Every quantity, and the numbers of each dimension behind the charts.</summary>
internal static class QuantityTables
{
    private const int MostDimensions = 1024;

    public static void Write(MarkupWriter page, LatentReading reading)
    {
        page.Element("h2", "Quantities", ("id", "quantities"));
        page.Element("p", QuantityTable.Legend);
        HtmlPage.OpenTable(page, "Quantities of this reading", null, "Quantity", "Value", "How to read it");
        foreach (QuantityLine line in QuantityTable.Of(reading))
        {
            page.Open("tr");
            page.Open("th", ("scope", "row"), ("class", line.IsPart ? "part" : null));
            page.Element(line.IsPart ? "span" : "code", line.Name);
            page.Close();
            page.Element(
                "td",
                HtmlText.Of(line.Value ?? "not measured"),
                ("class", line.Value is null ? "value soft" : "value"));
            page.Element("td", HtmlText.Of(line.Reading), ("class", line.Value is null ? "reads soft" : "reads"));
            page.Close();
        }

        HtmlPage.CloseTable(page);
        Dimensions(page, reading);
    }

    private static void Dimensions(MarkupWriter page, LatentReading reading)
    {
        LatentQuantities quantities = reading.Quantities;
        if (quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise })
            return;
        List<(string Name, ImmutableArray<double> Values)> columns =
[
    ("posterior variance", variance.PerDimension),
        ];
        if (quantities.PriorVariance.Value is { } prior)
            columns.Add(("prior variance", prior.PerDimension));
        columns.Add(("variance of means", noise.MeanVariance));
        columns.Add(("noise share", noise.PerDimension));
        if (quantities.PriorKl.Value?.Parts is { } parts)
            columns.AddRange([
                ("KL, nats", parts.PerDimension),
                ("variance part", parts.Variance),
                ("mean part", parts.Mean),
            ]);

        int shown = Math.Min(reading.Dimensions, MostDimensions);
        page.Open("details");
        page.Element("summary", "Numbers of each dimension");
        string caption =
            shown == reading.Dimensions
                ? "Each latent dimension"
                : $"The first {shown} of {reading.Dimensions} latent dimensions; the JSON output has all";
        HtmlPage.WriteTable(
            page,
            caption,
            ["dimension", .. columns.Select(column => column.Name)],
            [
                .. Enumerable
                    .Range(0, shown)
                    .Select(d =>
                        (string[])[SvgCanvas.Number(d), .. columns.Select(column => Figures.Of(column.Values[d]))]),
            ]);
        page.Close();
    }
}
