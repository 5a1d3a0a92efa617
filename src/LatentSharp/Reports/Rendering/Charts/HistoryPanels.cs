using LatentSharp.Evidence;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>Panels of a training log one above another on the same steps.</summary>
internal sealed class HistoryPanels
{
    private const double Panel = 96, Gap = 30, Head = 20;

    private readonly SvgCanvas canvas;
    private readonly TrainingHistory history;
    private readonly int count;
    private readonly Axis x;

    /// <summary>Begins panels; they are drawn on a canvas of <see cref="HeightOf"/>.</summary>
    public HistoryPanels(SvgCanvas canvas, TrainingHistory history, int count)
    {
        (this.canvas, this.history, this.count) = (canvas, history, count);
        x = Axis.Between(
            history.Points[0].Step,
            Math.Max(history.Points[^1].Step, history.Validations.Count > 0 ? history.Validations[^1].Step : 0),
            Plot.Left,
            Plot.Right);
    }

    /// <summary>The height of so many panels with their axis.</summary>
    public static double HeightOf(int panels) => Head + panels * (Panel + Gap) + 14;

    private double Bottom => Head + count * Panel + (count - 1) * Gap;

    /// <summary>Draws a panel.</summary>
    /// <param name="row">Its place, counted from 0 at the top.</param>
    /// <param name="name">What it shows.</param>
    /// <param name="fromZero">Whether its scale begins at 0.</param>
    /// <param name="lines">Its lines, each with its style.</param>
    public void Draw(
        int row,
        string name,
        bool fromZero,
        params ReadOnlySpan<(string Style, IReadOnlyList<(double X, double Y)> Points)> lines)
    {
        double top = Head + row * (Panel + Gap);
        List<double> values = [];
        foreach ((_, IReadOnlyList<(double X, double Y)> points) in lines)
            values.AddRange(points.Select(point => point.Y));
        Axis y = fromZero ? Axis.FromZero(values, top + Panel, top) : Axis.Linear(values, top + Panel, top);
        canvas.Text("key", Plot.Left, top - 6, name);
        foreach (double tick in y.Ticks.Where((_, index) => y.Ticks.Count <= 3 || index % 2 == 0))
        {
            canvas.Line("grid", x.From, y.At(tick), x.To, y.At(tick));
            canvas.Text("tick end", x.From - 6, y.At(tick) + 4, Axis.Label(tick));
        }

        foreach ((string style, IReadOnlyList<(double X, double Y)> points) in lines)
        {
            canvas.Path(style, PolylineThinning.Path(points, x, y));
            // A line of one point cannot be seen.
            if (points.Count == 1 && double.IsFinite(points[0].Y))
                canvas.Circle("posterior", x.At(points[0].X), y.At(points[0].Y), 3);
        }
    }

    /// <summary>Draws the axis of steps, and across all panels the best epoch and where numbers ended.</summary>
    public void End()
    {
        new Plot(canvas, x, Axis.Between(0, 1, Bottom, Head)).DrawHorizontal("step");
        if (history.Best is { } best)
        {
            canvas.Line("mean-mark dashed", x.At(best.Step), Head, x.At(best.Step), Bottom);
            Name(best.Step, Head + 12, $"best epoch {best.Epoch + 1}");
        }

        if (
            history.Points.FirstOrDefault(point =>
                !double.IsFinite(point.Objective) || !double.IsFinite(point.GradientNorm)) is { } broken)
        {
            canvas.Line("error-mark", x.At(broken.Step), Head, x.At(broken.Step), Bottom);
            Name(broken.Step, Bottom - 6, $"not finite at step {broken.Step}");
        }
    }

    // On the side of the mark where there is room.
    private void Name(double step, double y, string name)
    {
        bool left = x.At(step) > (x.From + x.To) / 2;
        canvas.Text(left ? "key end" : "key", x.At(step) + (left ? -4 : 4), y, name);
    }
}
