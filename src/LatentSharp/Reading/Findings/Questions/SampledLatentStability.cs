using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>
/// Do draws stay decodable? What drawing costs the decoder says so; the noise share stands beside it.
/// </summary>
internal sealed class SampledLatentStability : IQuestion
{
    public string Text => "Which concern? Do draws stay decodable?";

    public string Concern => "sampled_latent_stability";

    public IReadOnlyList<string> RuleIds { get; } = ["LS1005", "LS1007", "LS3001", "LS3002", "LS4001"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        if (passage.Measured("The sampling cost is", reading.Quantities.SamplingCost) is { } cost)
        {
            passage.Say(LS3001SamplesCostTheDecoder.Holds(cost, thresholds)
                ? "Not without loss: a draw decodes worse than the mean."
                : "Yes: a draw decodes about as well as the mean.");
            passage.Cite(Cited.SamplingCost(cost));
        }

        if (reading.Quantities.NoiseShare.Value is { } noise)
            passage.Cite(Cited.NoiseShare(noise));
        if (reading.Quantities.UsageGap.Value is { } usage && !usage.Difference.ClearlyAbove(0, thresholds))
        {
            passage.Say("But the decoder does without z, so a low cost of drawing it says little.");
            passage.Cite(Cited.UsageGap(usage));
        }

        return passage.Written;
    }
}
