using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>
/// Does p(z|x) find at test time what q found in training? What it places of q's structure beside what x tells says so.
/// </summary>
internal sealed class RouterRecovery : IQuestion
{
    public string Text => "Which concern? Does p(z|x) find at test time what q found in training?";

    public string Concern => "router_recovery";

    public IReadOnlyList<string> RuleIds { get; } = ["LS0002", "LS4001", "LS5001", "LS5002"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        if (CategoricalAnswers.Concern(reading))
        {
            CategoricalAnswers.Recovery(passage, reading, thresholds);
            return passage.Written;
        }

        if (reading.PriorIsStandard == true)
            passage.Say(
                "The prior is a fixed N(0, I), not a learned router: it cannot find anything that depends on x.");
        RouterDetermination? router = passage.Measured(
            "What the router places is",
            reading.Quantities.RouterDetermination);
        ConditionProbe? probe = passage.Measured("What x tells is", reading.Quantities.ConditionProbe);
        if (router is not null && reading.PriorIsStandard != true)
            passage.Say(Verdict(reading, router, probe, thresholds));
        if (router is not null)
            passage.Cite(Cited.RouterDetermination(router));
        if (probe is not null)
            passage.Cite(Cited.ConditionProbe(probe));
        if (passage.Measured("The test-time gap is", reading.Quantities.TestTimeGap) is { } lost)
        {
            passage.Cite(Cited.TestTimeGap(lost));
            passage.Say("A large test-time gap alone is no fault: it is what y decides, where the router is "
                + "calibrated.");
        }

        if (passage.Measured("The usage gap is", reading.Quantities.UsageGap) is { } usage)
            passage.Cite(Cited.UsageGap(usage));
        EvidenceItem[] retrieval = [.. Cited.Retrieval(reading)];
        if (retrieval.Length > 0)
            passage.Cite(retrieval);
        else
            passage.Measured("The router's retrieval is", reading.Quantities.RouterRetrieval);
        return passage.Written;
    }

    private static string Verdict(
        LatentReading reading,
        RouterDetermination router,
        ConditionProbe? probe,
        Thresholds thresholds)
    {
        if (LS4001LatentUnused.Holds(reading, thresholds))
            return "There is nothing to find: the decoder does without z.";
        if (probe is null)
            return "Whether x tells more than the router places is open.";
        if (LS5001RouterMissesWhatXTells.Holds(router, probe, thresholds))
            return "Not all of it: a linear regression on x places more than the router does.";
        return probe.Mean.Less(router.Mean).ClearlyBelow(thresholds.RouterMiss, thresholds)
            ? "Yes, as far as x tells it: a linear regression on x places no more than the router does."
            : "Open: the error bars of what x tells and what the router places hold both answers.";
    }
}
