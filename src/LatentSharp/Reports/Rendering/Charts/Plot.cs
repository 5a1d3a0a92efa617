namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>Two axes on a canvas: grid lines, marks and names.</summary>
/// <param name="canvas">Where they are drawn.</param>
/// <param name="x">The horizontal axis.</param>
/// <param name="y">The vertical axis, from the bottom up.</param>
internal sealed class Plot(SvgCanvas canvas, Axis x, Axis y)
{
    /// <summary>The width that all charts share: text of one size is then as large in each.</summary>
    public const double Width = 440;

    /// <summary>Room for the marks of the vertical axis, and at the right edge.</summary>
    public const double Left = 58, Right = Width - 12;

    /// <summary>Draws the vertical axis with grid lines across.</summary>
    public void DrawVertical(string name)
    {
        foreach (double tick in y.Ticks)
        {
            canvas.Line("grid", x.From, y.At(tick), x.To, y.At(tick));
            canvas.Text("tick end", x.From - 6, y.At(tick) + 4, Axis.Label(tick));
        }

        canvas.UpwardText("tick middle", 12, (y.From + y.To) / 2, name);
    }

    /// <summary>Draws the horizontal axis.</summary>
    public void DrawHorizontal(string name)
    {
        canvas.Line("axis", x.From, y.From, x.To, y.From);
        foreach (double tick in x.Ticks)
        {
            canvas.Line("axis", x.At(tick), y.From, x.At(tick), y.From + 4);
            canvas.Text("tick middle", x.At(tick), y.From + 17, Axis.Label(tick));
        }

        canvas.Text("tick middle", (x.From + x.To) / 2, y.From + 33, name);
    }
}
