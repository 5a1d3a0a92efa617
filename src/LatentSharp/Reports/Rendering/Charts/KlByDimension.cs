using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>K_prior of each dimension, its variance part below and its mean part above.</summary>
internal static class KlByDimension
{
    private const double Height = 282, Top = 30, Bottom = 240;

    public static void Write(MarkupWriter page, PriorKl kl, PriorKlParts parts)
    {
        int dimensions = parts.PerDimension.Length;
        var x = Axis.Between(-0.5, dimensions - 0.5, Plot.Left, Plot.Right, whole: true);
        var y = Axis.FromZero(parts.PerDimension, Bottom, Top);
        double half = Math.Min(0.4 * (Plot.Right - Plot.Left) / dimensions, 16);
        SvgPath variance = new(), mean = new();
        for (int d = 0; d < dimensions; d++)
        {
            if (!double.IsFinite(parts.PerDimension[d]))
                continue;
            variance.Box(x.At(d) - half, y.At(0), x.At(d) + half, y.At(parts.Variance[d]));
            mean.Box(
                x.At(d) - half,
                y.At(parts.Variance[d]),
                x.At(d) + half,
                y.At(parts.Variance[d] + parts.Mean[d]));
        }

        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "kl-by-dimension",
                Plot.Width,
                Height,
                "Divergence of each latent dimension from the prior",
                $"The divergence is {Figures.Of(kl.Total)} nats in all; {Figures.Of(parts.Variance.Sum())} come " +
                    "from unequal breadth and "
                    + $"{Figures.Of(parts.Mean.Sum())} from unequal means."))
        {
            string hatching = canvas.Hatching("hatch");
            var keyMean = new SvgPath();
            keyMean.Box(Plot.Left + 150, 7, Plot.Left + 161, 17);
            canvas.Rectangle("posterior", Plot.Left, 7, Plot.Left + 11, 17);
            canvas.Text("key", Plot.Left + 16, 16, "from the variance");
            canvas.HatchedPath("hatched", hatching, keyMean);
            canvas.Text("key", Plot.Left + 166, 16, "from the mean");
            var plot = new Plot(canvas, x, y);
            plot.DrawVertical("KL(q || p), nats");
            canvas.Path("posterior", variance);
            // An outline would hide the lower part of bars that are hardly wider than itself.
            canvas.HatchedPath(half < 3 ? "hatched narrow" : "hatched", hatching, mean);
            plot.DrawHorizontal("dimension");
        }

        page.Element("figcaption",
            "KL(q || p) of each dimension, in nats. A dimension without height is one where q repeats p. A small " +
                "variance part says that q and p "
            + "are equally broad, not that q is sharp.");
        page.Close();
    }
}
