using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>
/// Does p(z|x) find at test time what q found in training? The test-time gap beside the usage gap says so.
/// </summary>
internal sealed class RouterRecovery : IQuestion
{
    public string Text => "Which concern? Does p(z|x) find at test time what q found in training?";

    public string Concern => "router_recovery";

    public IReadOnlyList<string> RuleIds { get; } = ["LS4001", "LS5001", "LS5002"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        if (reading.PriorIsStandard == true)
            passage.Say(
                "The prior is a fixed N(0, I), not a learned router: it cannot find anything that depends on x.");
        NllGap? lost = passage.Measured("The test-time gap is", reading.Quantities.TestTimeGap);
        NllGap? usage = passage.Measured("The usage gap is", reading.Quantities.UsageGap);
        if (lost is not null && usage is not null)
            passage.Say(Verdict(lost, usage, thresholds));
        if (lost is not null)
            passage.Cite(Cited.TestTimeGap(lost));
        if (usage is not null)
            passage.Cite(Cited.UsageGap(usage));
        EvidenceItem[] retrieval = [.. Cited.Retrieval(reading)];
        if (retrieval.Length > 0)
            passage.Cite(retrieval);
        else
            passage.Measured("The router's retrieval is", reading.Quantities.RouterRetrieval);
        return passage.Written;
    }

    private static string Verdict(NllGap lost, NllGap usage, Thresholds thresholds)
    {
        bool loses = LS5001RouterLosesTheLatent.Holds(lost, usage, thresholds);
        if (!usage.Difference.ClearlyAbove(0, thresholds))
            return loses
                ? "No: the decoder gains nothing from an example's own z, and loses by the router's."
                : "There is nothing to find: the decoder does without z.";
        return loses
            ? $"Not all of it: z from the router loses {Figures.Percent(lost.Difference.Value / usage.Difference.Value)} of "
                + "what the decoder gains from z."
            : $"Yes: what z from the router loses is no more than {Figures.Chosen(100 * thresholds.TestTimeGapShare)}% of what the decoder gains "
                + "from z, or within its error bar.";
    }
}
