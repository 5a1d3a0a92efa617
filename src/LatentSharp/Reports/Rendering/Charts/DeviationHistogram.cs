using System.Collections.Immutable;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>How the posterior's standard deviations are distributed over examples and dimensions.</summary>
internal static class DeviationHistogram
{
    private const double Height = 282, Top = 46, Bottom = 240;

    public static void Write(MarkupWriter page, VarianceSummary posterior, VarianceSummary? prior)
    {
        Histogram histogram = posterior.StandardDeviations;
        double[] marks = [posterior.StandardDeviation, .. prior is null ? (double[])[] : [prior.StandardDeviation]];
        Axis x = IsGeometric(histogram.Edges)
            ? Axis.Logarithmic(histogram.Edges.Concat(marks), Plot.Left, Plot.Right)
            : Axis.Linear(histogram.Edges.Concat(marks), Plot.Left, Plot.Right);
        var y = Axis.FromZero(histogram.Counts.Select(count => (double)count), Bottom, Top);
        var bars = new SvgPath();
        for (int i = 0; i < histogram.Counts.Length; i++)
        {
            if (histogram.Counts[i] > 0)
                bars.Box(x.At(histogram.Edges[i]), y.At(0), x.At(histogram.Edges[i + 1]), y.At(histogram.Counts[i]));
        }

        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "deviations",
                Plot.Width,
                Height,
                "Standard deviations of the posterior",
                $"Of all standard deviations, 90% lie between {Figures.Of(Math.Sqrt(posterior.Quantiles.Q05))} and "
                    + $"{Figures.Of(Math.Sqrt(posterior.Quantiles.Q95))}; the root of V_post is "
                    + $"{Figures.Of(posterior.StandardDeviation)}."))
        {
            canvas.Line("mean-mark", Plot.Left, 12, Plot.Left + 18, 12);
            canvas.Text("key", Plot.Left + 23, 16, $"root of V_post: {Figures.Of(posterior.StandardDeviation)}");
            if (prior is not null)
            {
                canvas.Line("prior-mark dashed", Plot.Left, 30, Plot.Left + 18, 30);
                canvas.Text(
                    "key",
                    Plot.Left + 23,
                    34,
                    $"root of the prior's variance: {Figures.Of(prior.StandardDeviation)}");
            }

            var plot = new Plot(canvas, x, y);
            plot.DrawVertical("pairs of example and dimension");
            canvas.Path("bar", bars);
            plot.DrawHorizontal("standard deviation, latent units");
            Mark(canvas, "mean-mark", x, posterior.StandardDeviation);
            if (prior is not null)
                Mark(canvas, "prior-mark dashed", x, prior.StandardDeviation);
        }

        page.Element("figcaption",
            "How far a draw of q strays from its mean, over all examples and dimensions. Where the mark of " +
                "V_post lies far right of the bulk, a few "
            + "broad dimensions own it.");
        page.Close();
    }

    private static void Mark(SvgCanvas canvas, string style, Axis x, double value)
    {
        if (x.Shows(value))
            canvas.Line(style, x.At(value), Top, x.At(value), Bottom);
    }

    // Bars whose edges grow by a factor are equally wide on a logarithmic scale.
    private static bool IsGeometric(ImmutableArray<double> edges) =>
        edges.Length > 2 && edges[0] > 0 && edges[^1] - edges[^2] > 1.01 * (edges[1] - edges[0]);
}
