using System.Globalization;
using LatentSharp.Reading.Probes;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>
/// The means of q beside the router's, in one plane and on one scale; an example is drawn as its label.
/// </summary>
internal static class LatentMapChart
{
    private const double Side = 340, Margin = 14;
    private const int Colours = 10, Glyphs = 36;

    public static void Write(MarkupWriter page, LatentMap map)
    {
        MapPoint[] all = [.. map.PosteriorMeans.Concat(map.RouterMeans ?? []).Where(IsShown)];
        double reach = all.Length == 0 ? 1 : all.Max(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y)));
        reach = reach > 0 ? 1.04 * reach : 1;
        string share = $"The plane shows {Figures.Percent(map.Share)} of the variance of the posterior means.";

        page.Open("figure", ("class", "wide"));
        page.Open("div", ("class", "pair"));
        Panel(page, "map-posterior", "Posterior means", share, map.PosteriorMeans, map.Labels, reach);
        if (map.RouterMeans is { } router)
            Panel(
                page,
                "map-router",
                "Router means",
                "The same examples, plane and scale as the posterior means.",
                router,
                map.Labels,
                reach);
        page.Close();
        string glyphs =
            map.Labels is null ? "a dot"
            : map.Labels.Any(label => label >= 10) ? "its label (a for 10, b for 11 and so on)"
            : "its label";
        page.Element(
            "figcaption",
            $"Posterior means mu{(map.RouterMeans is null ? "" : " and router means m")} of " +
                $"{Spelling.Count(map.PosteriorMeans.Count)} examples in the plane of the first "
                + $"two principal components of mu. Each example is drawn as {glyphs}. {share} Groups that show in mu "
                + "and not in m are what the router cannot tell at test time; groups that lie together here may lie "
                + "apart in other dimensions.");
        page.Close();
    }

    private static void Panel(
        MarkupWriter page,
        string id,
        string title,
        string description,
        IReadOnlyList<MapPoint> points,
        IReadOnlyList<int>? labels,
        double reach)
    {
        var x = Axis.Between(-reach, reach, Margin, Side - Margin);
        var y = Axis.Between(-reach, reach, Side - Margin + 22, Margin + 22);
        using var canvas = new SvgCanvas(page, id, Side, Side + 26, title, description);
        canvas.Text("key middle", Side / 2, 16, title);
        canvas.Rectangle("frame", x.From, y.From, x.To, y.To);
        canvas.Line("grid", x.At(0), y.From, x.At(0), y.To);
        canvas.Line("grid", x.From, y.At(0), x.To, y.At(0));
        for (int i = 0; i < points.Count; i++)
        {
            if (!IsShown(points[i]))
                continue;
            if (labels is null || labels[i] is < 0 or >= Glyphs)
                canvas.Circle("dot", x.At(points[i].X), y.At(points[i].Y), 1.8);
            else
                canvas.Text(
                    $"glyph c{labels[i] % Colours}",
                    x.At(points[i].X),
                    y.At(points[i].Y) + 3,
                    Glyph(labels[i]));
        }
    }

    private static string Glyph(int label) =>
        label < 10 ? label.ToString(CultureInfo.InvariantCulture) : ((char)('a' + label - 10)).ToString();

    private static bool IsShown(MapPoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
