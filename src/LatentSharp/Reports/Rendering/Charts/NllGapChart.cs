using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>
/// What it costs the decoder to be given z otherwise: each bar reaches from the NLL it is compared with to its own, so
/// that its length is the gap, and its error bar the gap's paired one.
/// </summary>
internal static class NllGapChart
{
    private const double Row = 46, Head = 8;

    /// <summary>Whether there is a gap to show.</summary>
    public static bool IsMeasured(LatentQuantities quantities) => Bars(quantities).Count > 0;

    public static void Write(MarkupWriter page, LatentQuantities quantities)
    {
        IReadOnlyList<Bar> bars = Bars(quantities);
        var x = Axis.Linear(
            bars.SelectMany(bar =>
                (double[])[bar.From, bar.To - bar.Gap.StandardError, bar.To + bar.Gap.StandardError]),
            14,
            Plot.Right,
            air: 0.08);
        double bottom = Head + Row * bars.Count;
        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "nll-gaps",
                Plot.Width,
                bottom + 42,
                "What the decoder loses by where z comes from",
                string.Join(
                    "; ",
                    bars.Select(bar =>
                        bar.IsReference
                            ? $"{bar.Name}: {Figures.Of(bar.Gap)} nats"
                            : $"{bar.Name}: {Figures.Of(bar.Gap)} nats more")) + "."))
        {
            foreach (double tick in x.Ticks)
                canvas.Line("grid", x.At(tick), Head, x.At(tick), bottom);
            for (int i = 0; i < bars.Count; i++)
                Draw(canvas, bars[i], x, Head + Row * i);
            new Plot(canvas, x, Axis.Between(0, 1, bottom, Head)).DrawHorizontal(
                "mean NLL of y, nats (lower is better)");
        }

        page.Element("figcaption",
            "Mean negative log-likelihood of y by where z comes from. A bar's length is the gap to what it is " +
                "compared with, its whisker one paired "
            + "standard error of that gap. No bar for another example's z: the decoder ignores z.");
        page.Close();
    }

    private static void Draw(SvgCanvas canvas, Bar bar, Axis x, double top)
    {
        double middle = top + 31, end = x.At(bar.To);
        canvas.Text("key", x.From, top + 16, bar.Name);
        canvas.Text(
            "key end",
            x.To,
            top + 16,
            bar.IsReference ? Figures.Of(bar.Gap) : $"{(bar.Gap.Value < 0 ? "" : "+")}{Figures.Of(bar.Gap)}");
        if (bar.IsReference)
            canvas.Circle("posterior", end, middle, 4);
        else
            canvas.Rectangle(bar.Style, x.At(bar.From), middle - 7, end, middle + 7);
        if (!(bar.Gap.StandardError > 0) || bar.IsReference)
            return;
        double low = x.At(bar.To - bar.Gap.StandardError), high = x.At(bar.To + bar.Gap.StandardError);
        canvas.Line("whisker", low, middle, high, middle);
        canvas.Line("whisker", low, middle - 4, low, middle + 4);
        canvas.Line("whisker", high, middle - 4, high, middle + 4);
    }

    private static List<Bar> Bars(LatentQuantities quantities)
    {
        var bars = new List<Bar>();
        if (quantities.SamplingCost.Value is { } cost)
        {
            bars.Add(
                new Bar(
                    "z at the mean of q",
                    "posterior",
                    cost.Baseline.Value,
                    cost.Baseline.Value,
                    cost.Baseline,
                    IsReference: true));
            bars.Add(Compared("z drawn from q", "bar", cost));
        }
        else if ((quantities.TestTimeGap.Value ?? quantities.UsageGap.Value) is { } gap)
        {
            bars.Add(
                new Bar(
                    "z drawn from q",
                    "posterior",
                    gap.Baseline.Value,
                    gap.Baseline.Value,
                    gap.Baseline,
                    IsReference: true));
        }

        if (quantities.TestTimeGap.Value is { } testTime)
            bars.Add(Compared("z drawn from the router, against q", "prior-bar", testTime));
        if (quantities.UsageGap.Value is { } usage)
            bars.Add(Compared("z drawn from another example's q", "bar", usage));
        return [.. bars.Where(bar => double.IsFinite(bar.From) && double.IsFinite(bar.To))];
    }

    private static Bar Compared(string name, string style, NllGap gap) =>
        new(
            name,
            style,
            gap.Baseline.Value,
            gap.Baseline.Value + gap.Difference.Value,
            gap.Difference,
            IsReference: false);

    private sealed record Bar(string Name, string Style, double From, double To, Estimate Gap, bool IsReference);
}
