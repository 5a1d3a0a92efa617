using LatentSharp.Evidence;
using LatentSharp.Objectives;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>
/// J, the reconstruction and the norm of the gradient over training, as batches and as validations had them.
/// </summary>
internal static class LearningChart
{
    public static void Write(MarkupWriter page, TrainingHistory history)
    {
        string ends = history switch
        {
            { Best: { } best } =>
                $"The weights that are read are those of epoch {best.Epoch + 1}, "
                    + $"whose validation has {Figures.Of(best.Objective)}.",
            _ => "The log has no validation.",
        };
        page.Open("figure");
        using (
            var canvas = new SvgCanvas(
                page,
                "learning",
                Plot.Width,
                HistoryPanels.HeightOf(3),
                "Objective, reconstruction and gradient over training",
                $"The objective of a batch went from {Axis.Label(history.Points[0].Objective)} to "
                    + $"{Axis.Label(history.Points[^1].Objective)}"
                    + (history.Validations.Count == 0
                        ? ". "
                        : $", that of a validation from {Axis.Label(history.Validations[0].Objective)} to "
                            + $"{Axis.Label(history.Validations[^1].Objective)}. ")
                    + ends))
        {
            var panels = new HistoryPanels(canvas, history, count: 3);
            panels.Draw(
                0,
                "J, nats: batches (thin), validations (thick)",
                fromZero: false,
                ("series faint", [.. history.Points.Select(point => ((double)point.Step, point.Objective))]),
                ("series strong", [.. history.Validations.Select(point => ((double)point.Step, point.Objective))]));
            panels.Draw(
                1,
                "reconstruction, nats",
                fromZero: false,
                ("series faint", Raw(history.Points.Select(point => (point.Step, point.Terms)))),
                ("series strong", Raw(history.Validations.Select(point => (point.Step, point.Terms)))));
            panels.Draw(
                2,
                "norm of the gradient of batches",
                fromZero: true,
                ("series faint", [.. history.Points.Select(point => ((double)point.Step, point.GradientNorm))]));
            panels.End();
        }

        page.Element(
            "figcaption",
            $"How training went. {ends} Where validations rise while batches fall, the model learns its training "
                + "examples by heart."
                + (history.Failure is { } failure ? $" The run failed: {failure}" : ""));
        page.Close();
    }

    private static IReadOnlyList<(double X, double Y)> Raw(
        IEnumerable<(long Step, IReadOnlyDictionary<string, (double Raw, double Weight)> Terms)> points) =>
        [
            .. points
                .Where(point => point.Terms.ContainsKey(Reconstruction.TermName))
                .Select(point => ((double)point.Step, point.Terms[Reconstruction.TermName].Raw)),
        ];
}
