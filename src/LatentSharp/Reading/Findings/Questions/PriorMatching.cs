using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>Does q fit p? K by its parts, the relative breadth and the aggregate gap say so.</summary>
internal sealed class PriorMatching : IQuestion
{
    public string Text => "Which concern? Does q fit p?";

    public string Concern => "prior_matching";

    public IReadOnlyList<string> RuleIds { get; } = ["LS2001", "LS2002", "LS2003", "LS2004"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        LatentQuantities quantities = reading.Quantities;
        if (passage.Measured("K_prior is", quantities.PriorKl) is { } kl)
        {
            var perDimension = new Estimate(
                kl.Total.Value / reading.Dimensions,
                kl.Total.StandardError / reading.Dimensions);
            string line = $"{Figures.Chosen(thresholds.MismatchPerDimension)} nat per dimension";
            passage.Say(perDimension.ClearlyAbove(thresholds.MismatchPerDimension, thresholds)
                ? $"No: example by example, q is more than {line} from p."
                : perDimension.ClearlyBelow(thresholds.MismatchPerDimension, thresholds)
                    ? $"Example by example, q lies within {line} of p."
                    : $"Example by example, whether q lies within {line} of p is open: the error bar holds the line.");
            passage.Cite(Cited.PriorKl(reading, kl));
            if (kl.Parts is { } parts)
                passage.Cite(Cited.MeanPart(parts), Cited.VariancePart(parts));
            passage.Say("K_prior does not see breadth that q and p share.");
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

    private static string Together(AggregateGap gap, LatentReading reading, Thresholds thresholds) =>
        LS2004AggregateGap.Holds(gap, reading, thresholds)
            ? "Over all examples together they cover different regions."
        : gap.Value.ClearlyAbove(thresholds.AggregateGap, thresholds)
            ? $"Whether they cover the same region over all examples is open: {reading.Examples} examples are too few for so sharp a latent, "
                + $"and may alone make up to {Figures.Of(LS2004AggregateGap.OfFewExamples(reading.Quantities))} nats of the gap."
        : "Over all examples together they cover about the same region.";
}
