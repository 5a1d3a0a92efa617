using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>What q gives the router's likeliest value, by what the router gives it.</summary>
internal static class ReliabilityChart
{
    private const double Height = 372, Top = 48, Bottom = 330;

    public static void Write(MarkupWriter page, RouterSkill skill)
    {
        var x = Axis.Between(0, 1, Plot.Left, Plot.Right);
        var y = Axis.Between(0, 1, Bottom, Top);
        double most = Math.Sqrt(skill.Bins.Max(bin => bin.Count));
        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "reliability",
                Plot.Width,
                Height,
                "How far the router can be relied on",
                $"To its likeliest value the router gives {Figures.Of(skill.Confidence)} on average, and q "
                    + $"{Figures.Of(skill.Agreement)}; over its tenths the two are "
                    + $"{Figures.Of(skill.CalibrationError)} apart, "
                    + $"{Figures.Of(skill.CalibrationErrorByChance)} by chance."))
        {
            canvas.Circle("posterior", Plot.Left + 5, 12, 4);
            canvas.Text("key", Plot.Left + 15, 16, "a tenth of the router's confidence, its size by examples");
            canvas.Line("diagonal", Plot.Left, 30, Plot.Left + 11, 30);
            canvas.Text("key", Plot.Left + 15, 34, "calibrated");
            var plot = new Plot(canvas, x, y);
            plot.DrawVertical("what q gives it");
            plot.DrawHorizontal("what the router gives its likeliest value");
            canvas.Line("diagonal", x.From, y.From, x.To, y.To);
            foreach (ReliabilityBin bin in skill.Bins)
            {
                double at = x.At(bin.Confidence);
                canvas.Line(
                    "whisker",
                    at, y.At(bin.Agreement.Value - bin.Agreement.StandardError),
                    at, y.At(bin.Agreement.Value + bin.Agreement.StandardError));
                canvas.Circle("posterior", at, y.At(bin.Agreement.Value), 2 + 5 * Math.Sqrt(bin.Count) / most);
            }
        }

        page.Element("figcaption",
            "Examples by what the router gives its likeliest value, and what q gives that value: below the diagonal "
                + "the router is over-confident. A whisker is one standard error.");
        page.Close();
    }
}
