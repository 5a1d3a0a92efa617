using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>The share of q, and of the router, that each value has over all examples.</summary>
internal static class UsageChart
{
    private const double Height = 300, Top = 48, Bottom = 258;
    private const int MostBars = 128;

    public static void Write(MarkupWriter page, ValueUsage usage)
    {
        int shown = Math.Min(usage.Posterior.Length, MostBars);
        bool hasPrior = usage.Prior.Length > 0;
        var x = Axis.Between(-0.5, shown - 0.5, Plot.Left, Plot.Right, whole: true);
        var y = Axis.FromZero(usage.Posterior.Take(shown).Concat(usage.Prior.Take(shown)), Bottom, Top);
        double half = 0.4 * (x.At(1) - x.At(0));
        string even = Figures.Percent(1.0 / usage.Values);

        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "value-usage",
                Plot.Width,
                Height,
                "How often each value is taken",
                $"Over all examples {Figures.Of(usage.EffectiveValues)} of {usage.Values} values are taken; "
                    + $"{usage.Unused.Length} of {usage.Posterior.Length} are never used."))
        {
            canvas.Rectangle("bar", Plot.Left, 7, Plot.Left + 10, 17);
            canvas.Text("key", Plot.Left + 15, 16, "mean q");
            if (hasPrior)
            {
                canvas.Line("prior-mark", Plot.Left + 95, 12, Plot.Left + 106, 12);
                canvas.Text("key", Plot.Left + 110, 16, "mean of the router");
            }

            canvas.Line("diagonal", Plot.Left, 30, Plot.Left + 11, 30);
            canvas.Text("key", Plot.Left + 15, 34, $"even, {even}");
            var plot = new Plot(canvas, x, y);
            plot.DrawVertical("share of all examples");
            plot.DrawHorizontal(
                usage.Posterior.Length == usage.Values ? "value" : $"value, {usage.Values} to a variable");
            for (int at = 0; at < shown; at++)
            {
                canvas.Rectangle("bar", x.At(at) - half, y.At(usage.Posterior[at]), x.At(at) + half, y.At(0));
                if (hasPrior)
                    canvas.Line(
                        "prior-mark", x.At(at) - half, y.At(usage.Prior[at]), x.At(at) + half, y.At(usage.Prior[at]));
            }

            canvas.Line("diagonal", x.From, y.At(1.0 / usage.Values), x.To, y.At(1.0 / usage.Values));
        }

        page.Element("figcaption",
            "The mean of q over examples for each value. A value without a bar is never used. Even bars do not say "
                + "that values mean something: a q that decides nothing has them too."
                + (shown < usage.Posterior.Length ? $" The first {shown} of {usage.Posterior.Length} are drawn." : ""));
        page.Close();
    }
}
