using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>
/// Do draws stay decodable? What drawing costs the decoder beside what it must cost says so.
/// </summary>
internal sealed class SampledLatentStability : IQuestion
{
    public string Text => "Which concern? Do draws stay decodable?";

    public string Concern => "sampled_latent_stability";

    public IReadOnlyList<string> RuleIds { get; } =
        ["LS0002", "LS0003", "LS1005", "LS1007", "LS3001", "LS3002", "LS4001", "LS6002"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        if (CategoricalAnswers.Concern(reading))
        {
            CategoricalAnswers.Stability(passage, reading, thresholds);
            return passage.Written;
        }

        NllGap? cost = passage.Measured("The sampling cost is", reading.Quantities.SamplingCost);
        WidthPrice? price = passage.Measured("The width price is", reading.Quantities.WidthPrice);
        if (cost is not null && price is not null)
        {
            passage.Say(!LS3001DrawingCostsTooMuch.PriceStands(reading, thresholds)
                ? "Open: what drawing must cost is reckoned from the router, which is miscalibrated."
                : LS3001DrawingCostsTooMuch.Holds(cost, price, thresholds)
                ? "Not as they should: drawing costs more than the width that the objective leaves z must cost."
                : cost.Difference.Less(price.Value).ClearlyBelow(thresholds.CostExcess, thresholds)
                    || cost.Difference.ClearlyBelow((1 + thresholds.CostExcessShare) * price.Value.Value, thresholds)
                    ? "Yes: drawing costs what the width that the objective leaves z must cost, or less."
                    : "Open: the error bar of what drawing costs beyond its price holds the line.");
            passage.Cite(Cited.SamplingCost(cost), Cited.WidthPrice(price));
        }
        else if (cost is not null)
        {
            passage.Cite(Cited.SamplingCost(cost));
        }

        if (reading.Quantities.NoiseShare.Value is { } noise)
            passage.Cite(Cited.NoiseShare(noise));
        if (reading.Quantities.UsageGap.Value is { } usage && LS4001LatentUnused.Holds(reading, thresholds))
        {
            passage.Say("But the decoder does without z, so a low cost of drawing it says little.");
            passage.Cite(Cited.UsageGap(usage));
        }

        return passage.Written;
    }
}
