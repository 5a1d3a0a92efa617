using System.Collections.Immutable;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>
/// V_d, the prior's variance and V_d + Var_n mu_nd of each dimension, on a logarithmic scale: the line between the
/// first and the last is the noise share, as long in any units.
/// </summary>
internal static class VarianceByDimension
{
    private const double Height = 300, Top = 48, Bottom = 258;

    public static void Write(
        MarkupWriter page,
        VarianceSummary variance,
        NoiseShare noise,
        VarianceSummary? priorVariance)
    {
        ImmutableArray<double> posterior = variance.PerDimension, spread = noise.MeanVariance;
        double[] aggregate = [.. posterior.Zip(spread, (own, mean) => own + mean)];
        ImmutableArray<double> prior = priorVariance?.PerDimension ?? [];
        int dimensions = posterior.Length;
        var x = Axis.Between(-0.5, dimensions - 0.5, Plot.Left, Plot.Right, whole: true);
        var y = Axis.Logarithmic(posterior.Concat(aggregate).Concat(prior), Bottom, Top);
        double radius = Math.Clamp(0.35 * (Plot.Right - Plot.Left) / dimensions, 0.8, 4);

        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "variance-by-dimension",
                Plot.Width,
                Height,
                "Variance of each latent dimension",
                $"Over {dimensions} dimensions the posterior's variance averages " +
                    $"{Figures.Of(variance.Mean)}"
                    + (priorVariance is { } summary ? $", the prior's {Figures.Of(summary.Mean)}" : "")
                    + $"; sampling noise makes up {Figures.Percent(noise.Mean.Value)} of it on average."
            ))
        {
            Legend(canvas, priorVariance is not null);
            var plot = new Plot(canvas, x, y);
            plot.DrawVertical("variance, squared latent units");
            plot.DrawHorizontal("dimension");
            var share = new SvgPath();
            for (int d = 0; d < dimensions; d++)
            {
                if (IsShown(posterior[d]) && IsShown(aggregate[d]))
                {
                    share.MoveTo(x.At(d), y.At(posterior[d]));
                    share.LineTo(x.At(d), y.At(aggregate[d]));
                }
            }

            canvas.Path("between", share);
            for (int d = 0; d < dimensions; d++)
            {
                if (IsShown(aggregate[d]))
                    canvas.Circle("ring", x.At(d), y.At(aggregate[d]), radius);
                if (IsShown(posterior[d]))
                    canvas.Circle("posterior", x.At(d), y.At(posterior[d]), radius);
                if (priorVariance is not null && IsShown(prior[d]))
                    canvas.Line(
                        "prior-mark",
                        x.At(d) - 1.8 * radius,
                        y.At(prior[d]),
                        x.At(d) + 1.8 * radius,
                        y.At(prior[d]));
            }
        }

        page.Element("figcaption",
            "Variance of each dimension. The line from the disc up to the ring is the spread of the means over " +
                "examples: where it is short, "
            + "the dimension is mostly sampling noise, whatever its units. The scale is logarithmic.");
        page.Close();
    }

    private static bool IsShown(double value) => double.IsFinite(value) && value > 0;

    private static void Legend(SvgCanvas canvas, bool hasPrior)
    {
        canvas.Circle("posterior", Plot.Left + 5, 12, 4);
        canvas.Text("key", Plot.Left + 15, 16, "posterior");
        canvas.Circle("ring", Plot.Left + 95, 12, 4);
        canvas.Text("key", Plot.Left + 105, 16, "posterior and spread of means");
        if (!hasPrior)
            return;
        canvas.Line("prior-mark", Plot.Left, 30, Plot.Left + 11, 30);
        canvas.Text("key", Plot.Left + 15, 34, "prior");
    }
}
