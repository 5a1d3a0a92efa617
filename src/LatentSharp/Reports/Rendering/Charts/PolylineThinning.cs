namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>
/// A line through more points than a screen has columns: each column keeps its first, least, greatest and last point,
/// so that no spike is lost and the drawing is the same. A value that is not finite breaks the line.
/// </summary>
internal static class PolylineThinning
{
    public static SvgPath Path(IReadOnlyList<(double X, double Y)> points, Axis x, Axis y)
    {
        var path = new SvgPath();
        bool begun = false;
        for (int start = 0, end; start < points.Count; start = end)
        {
            int column = Column(points[start].X, x);
            bool finite = double.IsFinite(points[start].Y);
            int least = start,
                greatest = start;
            for (
                end = start + 1;
                end < points.Count && Column(points[end].X, x) == column && double.IsFinite(points[end].Y) == finite;
                end++)
            {
                least = points[end].Y < points[least].Y ? end : least;
                greatest = points[end].Y > points[greatest].Y ? end : greatest;
            }

            if (!finite)
            {
                begun = false;
                continue;
            }

            foreach (int index in new SortedSet<int> { start, least, greatest, end - 1 })
            {
                if (begun)
                    path.LineTo(x.At(points[index].X), y.At(points[index].Y));
                else
                    path.MoveTo(x.At(points[index].X), y.At(points[index].Y));
                begun = true;
            }
        }

        return path;
    }

    private static int Column(double value, Axis x) => (int)Math.Floor(x.At(value));
}
