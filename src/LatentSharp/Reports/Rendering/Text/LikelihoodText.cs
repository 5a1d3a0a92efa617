using System.Globalization;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Text;

/// <summary>
/// Estimates of the conditional likelihood for a terminal: of what, the estimates, and whether to rely on them.
/// </summary>
internal static class LikelihoodText
{
    /// <summary>Renders an evaluation.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="width">Characters to a line; fewer than 40 are taken for 40.</param>
    /// <param name="colour">Whether to write ANSI escape sequences.</param>
    public static string Render(LikelihoodReport report, int width = 100, bool colour = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        LikelihoodEvaluation evaluation = report.Evaluation;
        var page = new TextPage(Math.Max(width, ReadingText.NarrowestWidth), colour);
        page.Write("", $"Conditional likelihood of {report.Run}", TextStyle.Bold);
        page.Write(
            "examples    ",
            $"{Spelling.Count(evaluation.Examples)} of the {report.Split} split of {evaluation.Name}");
        page.Write(
            "weights     ",
            report.BestEpoch is { } epoch
                ? $"{report.WeightsFile}, best epoch {epoch + 1}"
                : $"{report.WeightsFile}, best validation so far");
        page.Write(
            "likelihood  ",
            report.Binarization is { } way ? $"{report.Likelihood}; binarisation {way}" : report.Likelihood);
        page.Write("scored      ", $"target elements only: {evaluation.TargetElements} {report.Scored}");
        if (evaluation.Samples.Count > 0)
            page.Write(
                "draws       ",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{evaluation.Samples[^1]} of q and {evaluation.Samples[^1]} of {Prior(evaluation)} for each "
                        + $"example, seed {evaluation.Seed}"));
        page.Blank();
        page.Write("", "Nats per example, mean +- standard error over examples; smaller is better", TextStyle.Bold);
        TextTable.Write(page, ["estimator", "S", "groups", "nats"], [.. evaluation.Estimators.Select(Cells)]);
        page.Blank();
        foreach (LikelihoodEstimator estimator in evaluation.Estimators.Select(column => column.Estimator).Distinct())
            page.Write(
                $"{LikelihoodWords.Key(estimator)}: ",
                LikelihoodWords.Meaning(estimator),
                TextStyle.Faint,
                TextStyle.Faint,
                indent: 4);
        if (evaluation.AmortizationGap is { } amortization)
        {
            page.Blank();
            page.Write(
                "",
                $"negative_elbo - negative_log_likelihood, the amortisation gap: {Figures.Of(amortization)} nats, by " +
                    "which q falls short of the exact posterior over z");
        }

        if (evaluation.RouterGap is { } gap)
        {
            page.Blank();
            page.Write(
                "",
                FormattableString.Invariant($"Weights at S = {evaluation.Samples[^1]}, medians over examples"),
                TextStyle.Bold);
            TextTable.Write(
                page,
                ["weights", "effective sample size", "k-hat", "k-hat above 0.7"],
                [.. evaluation.Weights.Select(Cells)]);
            page.Blank();
            page.Write("", gap.Verdict);
        }

        return page.ToString();
    }

    private static string Prior(LikelihoodEvaluation evaluation) =>
        evaluation.PriorIsStandard ? "the fixed prior" : "the router";

    private static string[] Cells(EstimatorColumn column) =>
    [
        LikelihoodWords.Label(column),
        column.Samples == 0 ? "-" : FormattableString.Invariant($"{column.Samples}"),
        column.Samples == 0 ? "-" : FormattableString.Invariant($"{column.Groups}"),
        Figures.Of(column.Mean),
    ];

    private static string[] Cells(WeightColumn column) =>
    [
        LikelihoodWords.Key(column.Estimator),
        Figures.Of(column.MedianEffectiveSampleSize),
        column.MedianTailIndex is { } k ? Figures.Of(k) : "not fitted",
        column.AboveLimit is { } share ? Figures.Percent(share) : "not fitted",
    ];
}
