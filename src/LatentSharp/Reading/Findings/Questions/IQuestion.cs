using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>One question that every reading is asked, and how it is answered from its own evidence.</summary>
internal interface IQuestion
{
    /// <summary>The question.</summary>
    string Text { get; }

    /// <summary>The question to a latent of a family.</summary>
    string TextFor(EvidenceFamily family) => Text;

    /// <summary>For the second question, the concern; otherwise null.</summary>
    string? Concern { get; }

    /// <summary>Rules whose findings bear on the answer.</summary>
    IReadOnlyList<string> RuleIds { get; }

    /// <summary>The answer in words, and the numbers that it cites.</summary>
    (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds);
}
