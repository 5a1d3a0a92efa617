using LatentSharp.Evidence;
using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>What the questions say of a categorical latent, which has neither means nor a variance.</summary>
internal static class CategoricalAnswers
{
    /// <summary>Whether a reading is of one.</summary>
    public static bool Concern(LatentReading reading) => reading.Family == EvidenceFamily.Categorical;

    /// <summary>What stands in the place of V_post.</summary>
    public static void Counterpart(Passage passage, LatentReading reading)
    {
        if (reading.Quantities is not { PosteriorEntropy.Value: { } entropy, Usage.Value: { } usage })
            return;
        passage.Say("Its counterpart is the posterior entropy, which is sharpness and no meaning.");
        passage.Cite(Cited.PosteriorEntropy(reading, entropy));
        passage.Cite([Cited.Usage(usage), .. Cited.MutualInformation(reading)]);
    }

    /// <summary>Do the values mean anything?</summary>
    public static void Meaning(Passage passage, LatentReading reading, Thresholds thresholds)
    {
        if (passage.Measured("The alignment is", reading.Quantities.Alignment) is { } alignment)
        {
            passage.Say(LS6003ValuesCarryTheLabel.Holds(reading, thresholds)
                ? "Yes for labels: matched with them one to one, the values beat chance."
                : "Not for labels over all x: matched with them one to one, the values do not beat chance.");
            passage.Cite(Cited.Alignment(alignment), Cited.AlignmentFromDraw(alignment));
            passage.Say(
                $"Adjusted mutual information {Figures.Of(alignment.AdjustedMutualInformation)}, adjusted Rand index "
                    + $"{Figures.Of(alignment.AdjustedRandIndex)}.");
        }
        else
        {
            passage.Say("Neither sharpness nor even use says anything about meaning.");
        }

        if (passage.Measured("Whether a value means the same for all x is", reading.Quantities.ConditionalInformation)
            is not { } information)
            return;
        passage.Say(LS6004LocalOnly.Holds(information, thresholds)
            ? "But a value means something else for each x."
            : information.GlobalShare.Value?.ClearlyAbove(thresholds.GlobalShare, thresholds) == true
                ? "A value means much the same for all x."
                : "Whether a value means the same for all x is open.");
        passage.Cite(Cited.ConditionalInformation(information), Cited.GlobalInformation(information));
    }

    /// <summary>Do draws stay decodable?</summary>
    public static void Stability(Passage passage, LatentReading reading, Thresholds thresholds)
    {
        if (reading.Quantities.PosteriorEntropy.Value is { } entropy)
        {
            passage.Say(LS6002Undecided.Holds(entropy, thresholds)
                ? "Not as they are: q hardly prefers one value, so that a draw says next to nothing."
                : "As far as q decides: a draw is a value, and differs from the likeliest where q leaves others open.");
            passage.Cite(Cited.PosteriorEntropy(reading, entropy));
        }

        if (reading.Quantities.UsageGap.Value is { } usage && LS4001LatentUnused.Holds(reading, thresholds))
        {
            passage.Say("But the decoder does without z.");
            passage.Cite(Cited.UsageGap(usage));
        }
    }

    /// <summary>Does q fit p?</summary>
    public static void Matching(Passage passage, LatentReading reading, Thresholds thresholds)
    {
        if (passage.Measured("K_prior is", reading.Quantities.PriorKl) is { } kl)
        {
            passage.Cite(Cited.PriorKl(reading, kl));
            passage.Say("It is what y tells beyond x and the prior's own error together.");
        }

        if (passage.Measured("How the router is calibrated is", reading.Quantities.RouterSkill) is { } skill)
        {
            passage.Cite(Cited.RouterAgreement(skill));
            passage.Say(
                $"Over tenths of its confidence the two are {Figures.Of(skill.CalibrationError)} apart on average, of "
                    + $"which {Figures.Of(skill.CalibrationErrorByChance)} would be chance.");
        }

        if (passage.Measured("The aggregate gap is", reading.Quantities.AggregateGap) is { } gap)
        {
            passage.Say(LS2004AggregateGap.Holds(gap, reading, thresholds)
                ? "Over all examples together they take other values."
                : "Over all examples together they take about the same values.");
            passage.Cite(Cited.AggregateGap(gap));
        }
    }

    /// <summary>Does p find what q found?</summary>
    public static void Recovery(Passage passage, LatentReading reading, Thresholds thresholds)
    {
        if (reading.PriorIsStandard == true)
            passage.Say("The prior is a fixed uniform, not a learned router: it cannot find anything that depends on "
                + "x.");
        else if (passage.Measured("What the router foretells is", reading.Quantities.RouterSkill) is { } skill)
        {
            passage.Say(
                LS4001LatentUnused.Holds(reading, thresholds)
                    ? "There is nothing to find: the decoder does without z."
                : skill.Value.ClearlyAbove(0, thresholds)
                    ? "In part: what it does not foretell may be for y to decide, which no router can know."
                : "Not beyond the mean q, which does not know x.");
            passage.Cite(Cited.RouterSkill(skill), Cited.RouterAgreement(skill));
        }

        if (passage.Measured("The test-time gap is", reading.Quantities.TestTimeGap) is { } lost)
            passage.Cite(Cited.TestTimeGap(lost));
        if (passage.Measured("The usage gap is", reading.Quantities.UsageGap) is { } used)
            passage.Cite(Cited.UsageGap(used));
    }
}
