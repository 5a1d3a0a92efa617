using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>
/// Does q fit p? The recalibration gain says so; K by its parts, breadth and the aggregate gap stand beside it.
/// </summary>
internal sealed class PriorMatching : IQuestion
{
    public string Text => "Which concern? Does q fit p?";

    public string Concern => "prior_matching";

    public IReadOnlyList<string> RuleIds { get; } =
        ["LS0001", "LS0003", "LS0004", "LS2001", "LS2002", "LS2003", "LS2004", "LS2005"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        if (CategoricalAnswers.Concern(reading))
        {
            CategoricalAnswers.Matching(passage, reading, thresholds);
            return passage.Written;
        }

        LatentQuantities quantities = reading.Quantities;
        if (passage.Measured("K_prior is", quantities.PriorKl) is { } kl)
        {
            passage.Say(Fit(quantities, kl, thresholds));
            if (quantities.RouterCalibration.Value is { } calibration)
                passage.Cite(
                    Cited.RecalibrationGain(calibration),
                    Cited.Coverage(calibration),
                    Cited.Shape(calibration));
            passage.Cite(Cited.PriorKl(reading, kl));
            if (kl.Parts is { } parts)
                passage.Cite(Cited.MeanPart(parts), Cited.VariancePart(parts));
            passage.Say(
                "K_prior is what y tells beyond x and the prior's own error together, and does not see breadth "
                    + "that q and p share.");
        }

        if (quantities.BreadthRatio.Value is { } ratio)
            passage.Cite(Cited.BreadthRatio(ratio));
        if (quantities.CollapsedUnits.Value is { } collapsed)
            passage.Cite(Cited.CollapsedUnits(collapsed));
        if (passage.Measured("The aggregate gap is", quantities.AggregateGap) is { } gap)
        {
            passage.Say(Together(gap, reading, thresholds));
            passage.Cite(Cited.AggregateGap(gap));
        }

        return passage.Written;
    }

    private static string Fit(LatentQuantities quantities, PriorKl kl, Thresholds thresholds)
    {
        if (quantities.RouterCalibration.Value is not { } calibration)
            return "Whether the prior lies where q does is not measured: supply "
                + "" + quantities.RouterCalibration.Needs + ".";
        if (LS2002RouterMiscalibrated.Holds(calibration, kl, thresholds))
            return "No: the prior is miscalibrated, and constants alone would mend part of it.";
        return calibration.RecalibrationGain.ClearlyBelow(thresholds.RecalibrationGain, thresholds)
            || calibration.RecalibrationGain.ClearlyBelow(thresholds.RecalibrationShare * kl.Total.Value, thresholds)
            ? "Yes, in place and width: constants would take next to nothing off K_prior."
            : "Open: the error bar of the recalibration gain holds its line.";
    }

    private static string Together(AggregateGap gap, LatentReading reading, Thresholds thresholds) =>
        LS2004AggregateGap.Holds(gap, reading, thresholds)
            ? "Over all examples together they cover different regions."
        : gap.Value.ClearlyAbove(thresholds.AggregateGap, thresholds)
            ? $"Whether they cover the same region over all examples is open: {reading.Examples} examples are too "
                + "few for so sharp a latent, and may alone make up to "
                + $"{Figures.Of(LS2004AggregateGap.OfFewExamples(reading.Quantities, thresholds))} nats of the gap."
        : "Over all examples together they cover about the same region.";
}
