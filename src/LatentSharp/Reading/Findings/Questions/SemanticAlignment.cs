using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>Do the means carry labels or factors? Only a probe can say.</summary>
internal sealed class SemanticAlignment : IQuestion
{
    public string Text => "Which concern? Does the mean mean anything?";

    public string TextFor(EvidenceFamily family) =>
        family == EvidenceFamily.Categorical ? "Which concern? Do the values mean anything?" : Text;

    public string Concern => "semantic_alignment";

    public IReadOnlyList<string> RuleIds { get; } = ["LS4002", "LS4003", "LS6003", "LS6004"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        if (CategoricalAnswers.Concern(reading))
        {
            CategoricalAnswers.Meaning(passage, reading, thresholds);
            return passage.Written;
        }

        if (passage.Measured("The probe is", reading.Quantities.SemanticProbe) is not { } semantic)
        {
            passage.Say("A small or large V_post says nothing about meaning.");
            return passage.Written;
        }

        foreach (Probe probe in semantic.Probes)
        {
            passage.Say(probe.BeatsControl(semantic, thresholds)
                ? $"Yes for {probe.Target}: a linear probe from the means beats its control."
                : $"Not for {probe.Target}: a linear probe from the means does not beat its control beyond chance.");
            passage.Cite(Cited.Probe(probe));
            if (probe.FromPriorMean.IsMeasured)
                passage.Cite(Cited.ProbeFromRouter(probe));
        }

        return passage.Written;
    }
}
