using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>
/// The distribution of the probability-integral transform of z ~ q under p, a line to a dimension, against the diagonal
/// and what chance alone makes of it.
/// </summary>
internal static class CalibrationChart
{
    private const double Height = 372, Top = 48, Bottom = 330;
    private const int MostLines = 64;

    public static void Write(MarkupWriter page, RouterCalibration calibration, bool? priorIsStandard)
    {
        string prior = priorIsStandard == true ? "prior" : "router";
        int[] furthestFirst =
        [
            .. Enumerable.Range(0, calibration.Shape.Length).OrderByDescending(d => calibration.Shape[d]),
        ];
        int furthest = furthestFirst[0];
        int beyond = calibration.Shape.Count(distance => distance > calibration.ShapeByChance);
        string most = $"dimension {furthest}, the furthest: {Figures.Of(calibration.Shape[furthest])}";
        var x = Axis.Between(0, 1, Plot.Left, Plot.Right);
        var y = Axis.Between(0, 1, Bottom, Top);

        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "calibration",
                Plot.Width,
                Height,
                $"Where q lies within the {prior}'s distribution",
                $"{beyond} of {calibration.Shape.Length} dimensions lie further from the diagonal than chance takes "
                    + $"them, {Figures.Of(calibration.ShapeByChance)}; {most}."))
        {
            canvas.Line("prior-series strong", Plot.Left, 12, Plot.Left + 18, 12);
            canvas.Text("key", Plot.Left + 23, 16, most);
            canvas.Rectangle("band", Plot.Left, 24, Plot.Left + 18, 36);
            canvas.Text("key", Plot.Left + 23, 34, $"chance alone: within {Figures.Of(calibration.ShapeByChance)}");
            canvas.Path("band", Band(x, y, calibration.ShapeByChance));
            var plot = new Plot(canvas, x, y);
            plot.DrawVertical($"share of q below it");
            plot.DrawHorizontal($"quantile of the {prior}");
            canvas.Line("diagonal", x.From, y.From, x.To, y.To);
            // From the nearest to the furthest, which lies on top.
            foreach (int d in furthestFirst.Take(MostLines).Reverse())
                canvas.Path(
                    d == furthest ? "series prior-series strong" : "series faint",
                    PolylineThinning.Path(Line(calibration, d), x, y));
        }

        page.Element(
            "figcaption",
            $"How much of q lies below each quantile of the {prior}, a line to a dimension: the diagonal where it is "
                + $"calibrated. A line above the diagonal at the left and below it at the right: the {prior} is too "
                + $"narrow; the other way round: too broad. All above: it lies too high; all below: too low."
                + (furthestFirst.Length > MostLines ? $" The {MostLines} furthest dimensions are drawn." : ""));
        page.Close();
    }

    private static List<(double X, double Y)> Line(RouterCalibration calibration, int dimension)
    {
        var shares = calibration.Distribution[dimension];
        List<(double X, double Y)> line = [(0, 0)];
        line.AddRange(shares.Select((share, j) => ((j + 1.0) / (shares.Length + 1), share)));
        line.Add((1, 1));
        return line;
    }

    private static SvgPath Band(Axis x, Axis y, double width)
    {
        double reach = Math.Min(width, 1);
        var band = new SvgPath();
        band.MoveTo(x.At(0), y.At(0));
        band.LineTo(x.At(0), y.At(reach));
        band.LineTo(x.At(1 - reach), y.At(1));
        band.LineTo(x.At(1), y.At(1));
        band.LineTo(x.At(1), y.At(1 - reach));
        band.LineTo(x.At(reach), y.At(0));
        return band;
    }
}
