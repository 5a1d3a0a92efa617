using System.Collections.Immutable;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>Target columns as the examples have them, filled, and as the model generates them, outlined.</summary>
internal static class GeneratedColumnsChart
{
    private const double Height = 232, Top = 48, Bottom = 190;
    private const int MostNamed = 12, MostLetters = 50;

    public static void Write(MarkupWriter page, IReadOnlyList<GeneratedColumn> columns)
    {
        page.Open("figure", ("class", "wide"));
        page.Open("div", ("class", "pair"));
        for (int i = 0; i < columns.Count; i++)
            Panel(page, $"generated-{i + 1}", columns[i]);
        page.Close();
        page.Element(
            "figcaption",
            "Target columns of the held-out examples (filled) and as the model generates them (outlined): z drawn from "
                + "the router, y from the likelihood, for the same conditions and in the data's own units. Where the "
                + "outline is broader than the data, the model leaves more open than there is. The outermost half per "
                + "cent at either end may lie beyond the picture.");
        page.Close();
    }

    private static void Panel(MarkupWriter page, string id, GeneratedColumn column)
    {
        int bins = column.Real.Length;
        bool isClasses = column.Edges.IsEmpty;
        Axis x = isClasses
            ? Axis.Between(-0.5, bins - 0.5, Plot.Left, Plot.Right, whole: true)
            : Axis.Between(column.Edges[0], column.Edges[^1], Plot.Left, Plot.Right);
        var y = Axis.FromZero(column.Real.Concat(column.Generated), Bottom, Top);
        SvgPath real = new(), generated = new();
        for (int i = 0; i < bins; i++)
        {
            (double from, double to) = isClasses
                ? (x.At(i - 0.4), x.At(i + 0.4))
                : (x.At(column.Edges[i]), x.At(column.Edges[i + 1]));
            real.Box(from, y.At(0), to, y.At(column.Real[i]));
            if (isClasses)
            {
                generated.Box(from, y.At(0), to, y.At(column.Generated[i]));
                continue;
            }

            if (i == 0)
                generated.MoveTo(from, y.At(0));
            generated.LineTo(from, y.At(column.Generated[i]));
            generated.LineTo(to, y.At(column.Generated[i]));
            if (i == bins - 1)
                generated.LineTo(to, y.At(0));
        }

        using var canvas = new SvgCanvas(
            page,
            id,
            Plot.Width,
            Height,
            $"{column.Name}: examples and generated",
            isClasses
                ? string.Join("; ", column.Classes.Take(MostNamed).Select((name, i) =>
                    $"{name}: {Figures.Percent(column.Real[i])}, generated "
                        + $"{Figures.Percent(column.Generated[i])}")) + "."
                : $"Quantiles of 5, 50 and 95%: {Quantiles(column.RealQuantiles)}; generated: "
                    + $"{Quantiles(column.GeneratedQuantiles)}.");
        canvas.Rectangle("bar", Plot.Left, 7, Plot.Left + 11, 17);
        canvas.Text("key", Plot.Left + 16, 16, Spelled("examples", column.RealQuantiles));
        canvas.Line("prior-mark", Plot.Left, 30, Plot.Left + 11, 30);
        canvas.Text("key", Plot.Left + 16, 34, Spelled("generated", column.GeneratedQuantiles));
        var plot = new Plot(canvas, x, y);
        plot.DrawVertical("share");
        canvas.Path("bar pale", real);
        canvas.Path("series prior-series", generated);
        string classes = string.Join(", ", column.Classes.Select((name, i) => $"{i} {name}"));
        plot.DrawHorizontal(
            isClasses && classes.Length <= MostLetters ? $"{column.Name}: {classes}" : column.Name);
    }

    private static string Spelled(string name, ImmutableArray<double> quantiles) => quantiles.IsEmpty
        ? name
        : $"{name}: median {Figures.Of(quantiles[1])}, 90% in {Figures.Of(quantiles[0])} to {Figures.Of(quantiles[2])}";

    private static string Quantiles(ImmutableArray<double> quantiles) =>
        string.Join(", ", quantiles.Select(Figures.Of));
}
