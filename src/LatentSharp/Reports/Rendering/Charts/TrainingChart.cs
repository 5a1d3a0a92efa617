using LatentSharp.Evidence;
using LatentSharp.Objectives;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>V_post and K_prior over training, with the weights they had below.</summary>
internal static class TrainingChart
{
    private const double Panel = 96, Gap = 30, Head = 20;

    public static void Write(MarkupWriter page, TrainingHistory history)
    {
        IReadOnlyList<HistoryPoint> points = history.Points;
        if (points.Count < 2)
            return;
        var x = Axis.Between(points[0].Step, points[^1].Step, Plot.Left, Plot.Right);
        Series variance = new(points, PosteriorVariance.TermName), kl = new(points, PriorKl.TermName);
        double height = Head + 3 * (Panel + Gap) + 14;
        double weight = points[^1].Terms.TryGetValue(PosteriorVariance.TermName, out (double Raw, double Weight) last)
            ? last.Weight
            : double.NaN;
        string role =
            TermValue.RoleOf(weight) == TermRole.DiagnosticOnly && variance.IsAlwaysFree
                ? "Its weight was 0 throughout: diagnostic only."
                : $"Its weight ended at {Axis.Label(weight)}.";

        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "training",
                Plot.Width,
                height,
                "V_post and K_prior over training",
                $"Steps {points[0].Step} to {points[^1].Step}. V_post went from {variance.First} to " +
                    $"{variance.Last}, K_prior from {kl.First} to {kl.Last}. {role}"))
        {
            Draw(canvas, 0, "V_post, squared latent units", x, variance.Raw, "series", null);
            Draw(canvas, 1, "K_prior, nats", x, kl.Raw, "series prior-series", null);
            Draw(canvas, 2, "weights: V_post (solid), K_prior (dashed)", x, variance.Weight, "series", kl.Weight);
            var bottom = Axis.Between(0, 1, Head + 3 * Panel + 2 * Gap, Head);
            new Plot(canvas, x, bottom).DrawHorizontal("step");
            if (
                points.FirstOrDefault(point =>
                    !double.IsFinite(point.Objective) || !double.IsFinite(point.GradientNorm)) is
                { } broken)
            {
                canvas.Line("error-mark", x.At(broken.Step), Head, x.At(broken.Step), bottom.From);
                canvas.Text("key end", x.At(broken.Step) - 4, bottom.From - 6, $"not finite at step {broken.Step}");
            }
        }

        page.Element("figcaption",
            $"The training log. {role} A rise of V_post is not a sign of divergence by itself."
            + (history.Failure is { } failure ? $" The run failed: {failure}" : ""));
        page.Close();
    }

    private static void Draw(
        SvgCanvas canvas,
        int row,
        string name,
        Axis x,
        IReadOnlyList<(double X, double Y)> line,
        string style,
        IReadOnlyList<(double X, double Y)>? dashed)
    {
        double top = Head + row * (Panel + Gap);
        var y = Axis.FromZero(line.Concat(dashed ?? []).Select(point => point.Y), top + Panel, top);
        canvas.Text("key", Plot.Left, top - 6, name);
        foreach (double tick in y.Ticks.Where((_, index) => index % 2 == 0))
        {
            canvas.Line("grid", x.From, y.At(tick), x.To, y.At(tick));
            canvas.Text("tick end", x.From - 6, y.At(tick) + 4, Axis.Label(tick));
        }

        canvas.Path(style, PolylineThinning.Path(line, x, y));
        if (dashed is not null)
            canvas.Path("series prior-series dashed", PolylineThinning.Path(dashed, x, y));
    }

    /// <summary>One term of the log.</summary>
    private sealed class Series(IReadOnlyList<HistoryPoint> points, string term)
    {
        public IReadOnlyList<(double X, double Y)> Raw { get; } = [.. Of(points, term, value => value.Raw)];

        public IReadOnlyList<(double X, double Y)> Weight { get; } = [.. Of(points, term, value => value.Weight)];

        public bool IsAlwaysFree => Weight.All(point => TermValue.RoleOf(point.Y) == TermRole.DiagnosticOnly);

        public string First => Raw.Count > 0 ? Axis.Label(Raw[0].Y) : "an unlogged value";

        public string Last => Raw.Count > 0 ? Axis.Label(Raw[^1].Y) : "an unlogged value";

        private static IEnumerable<(double X, double Y)> Of(
            IReadOnlyList<HistoryPoint> points,
            string term,
            Func<(double Raw, double Weight), double> value) =>
            points
                .Where(point => point.Terms.ContainsKey(term))
                .Select(point => ((double)point.Step, value(point.Terms[term])));
    }
}
