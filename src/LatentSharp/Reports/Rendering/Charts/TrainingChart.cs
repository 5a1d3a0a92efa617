using LatentSharp.Evidence;
using LatentSharp.Objectives;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>V_post and K_prior over training, with the weights they had below.</summary>
internal static class TrainingChart
{
    public static void Write(MarkupWriter page, TrainingHistory history)
    {
        IReadOnlyList<HistoryPoint> points = history.Points;
        Series variance = new(points, PosteriorVariance.TermName), kl = new(points, PriorKl.TermName);
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
                HistoryPanels.HeightOf(3),
                "V_post and K_prior over training",
                $"Steps {points[0].Step} to {points[^1].Step}. V_post went from {variance.First} to " +
                    $"{variance.Last}, K_prior from {kl.First} to {kl.Last}. {role}"))
        {
            var panels = new HistoryPanels(canvas, history, count: 3);
            panels.Draw(0, "V_post, squared latent units", fromZero: true, ("series", variance.Raw));
            panels.Draw(1, "K_prior, nats", fromZero: true, ("series prior-series", kl.Raw));
            panels.Draw(
                2,
                "weights: V_post (solid), K_prior (dashed)",
                fromZero: true,
                ("series", variance.Weight),
                ("series prior-series dashed", kl.Weight));
            panels.End();
        }

        page.Element("figcaption",
            $"The training log. {role} A rise of V_post is not a sign of divergence by itself."
            + (history.Failure is { } failure ? $" The run failed: {failure}" : ""));
        page.Close();
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
