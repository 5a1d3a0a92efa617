using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>
/// What a penalty on V_post did to V_post, and below it, on the same weights, to what is not in the latent's own units.
/// </summary>
internal static class SweepChart
{
    private const double Panel = 90, Gap = 32, Head = 22, Bottom = 44;

    public static void Write(MarkupWriter page, SweepReading sweep)
    {
        IReadOnlyList<SweepRow> rows = sweep.Rows;
        List<(string Name, Estimate?[] Values)> panels =
        [
            ("V_post, squared latent units", [.. rows.Select(row => row.PosteriorVariance)]),
            ("noise share", [.. rows.Select(row => row.NoiseShare)]),
            ("sampling cost, nats", [.. rows.Select(row => row.SamplingCost.Value)]),
            ("test-time gap, nats", [.. rows.Select(row => row.TestTimeGap.Value)]),
        ];
        panels.RemoveAll(panel => panel.Values.All(value => value is null));
        var x = Axis.Between(-0.5, rows.Count - 0.5, Plot.Left, Plot.Right);
        double end = Head + panels.Count * (Panel + Gap) - Gap;

        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "sweep",
                Plot.Width,
                end + Bottom,
                "A sweep over the weight of V_post",
                sweep.Conclusion))
        {
            for (int i = 0; i < panels.Count; i++)
                Draw(canvas, x, Head + i * (Panel + Gap), panels[i].Name, panels[i].Values);
            canvas.Line("axis", x.From, end, x.To, end);
            for (int i = 0; i < rows.Count; i++)
                canvas.Text("tick middle", x.At(i), end + 17, Figures.Chosen(rows[i].Weight));
            canvas.Text("tick middle", (x.From + x.To) / 2, end + 33, "weight of V_post (a step for each reading)");
        }

        page.Element(
            "figcaption",
            "Where V_post falls and the noise share does not, the latent's units shrank and it did not get " +
                "sharper. Whiskers are one standard error.");
        page.Close();
    }

    private static void Draw(SvgCanvas canvas, Axis x, double top, string name, Estimate?[] values)
    {
        IEnumerable<Estimate> known = values.OfType<Estimate>();
        var y = Axis.Linear(
            known
                .SelectMany(value => (double[])[value.Value - value.StandardError, value.Value + value.StandardError])
                .Append(0),
            top + Panel,
            top,
            air: 0.04);
        canvas.Text("key", Plot.Left, top - 7, name);
        foreach (double tick in y.Ticks.Where((_, index) => index % 2 == 0))
        {
            canvas.Line("grid", x.From, y.At(tick), x.To, y.At(tick));
            canvas.Text("tick end", x.From - 6, y.At(tick) + 4, Axis.Label(tick));
        }

        canvas.Path(
            "series",
            PolylineThinning.Path(
                [.. values.Select((value, index) => ((double)index, value?.Value ?? double.NaN))],
                x,
                y));
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } value || !double.IsFinite(value.Value))
                continue;
            if (value.StandardError > 0)
                canvas.Line(
                    "whisker",
                    x.At(i),
                    y.At(value.Value - value.StandardError),
                    x.At(i),
                    y.At(value.Value + value.StandardError));
            canvas.Circle("posterior", x.At(i), y.At(value.Value), 3.5);
        }
    }
}
