namespace LatentSharp.Reading.Findings;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>Worth knowing; nothing needs to change.</summary>
    Note,

    /// <summary>Probably not what was wanted.</summary>
    Warning,

    /// <summary>Training went wrong.</summary>
    Error,
}

/// <summary>A number that a finding or an answer rests on.</summary>
/// <param name="Quantity">
/// Its key in READING terms, such as <c>posterior_variance</c>, or a part such as <c>prior_kl.variance_part</c>.
/// </param>
/// <param name="Value">The value.</param>
/// <param name="StandardError">Its standard error; null where the value is exact for the evidence.</param>
/// <param name="Text">
/// The number in words, such as <c>V_post 4.21 +- 0.03 (a standard deviation of 2.05 latent units)</c>.
/// </param>
public sealed record EvidenceItem(string Quantity, double Value, double? StandardError, string Text);

/// <summary>A conclusion, and its limits.</summary>
/// <param name="Id">That of its rule; docs/rules explains those of the library, LSxxxx.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Title">What holds, in one sentence.</param>
/// <param name="Evidence">The numbers it rests on.</param>
/// <param name="DoesNotSay">What must not be concluded from it.</param>
/// <param name="NextStep">What to try or look at.</param>
public sealed record Finding(
    string Id,
    FindingLevel Level,
    string Title,
    IReadOnlyList<EvidenceItem> Evidence,
    string DoesNotSay,
    string NextStep);

/// <summary>An answer to one of the three questions, in order.</summary>
/// <param name="Question">The question.</param>
/// <param name="Concern">
/// For the second question, which concern: semantic_alignment, sampled_latent_stability, prior_matching or
/// router_recovery; otherwise null.
/// </param>
/// <param name="Text">The answer in words, citing its numbers.</param>
/// <param name="Evidence">The numbers.</param>
/// <param name="Findings">Ids of the findings that bear on it.</param>
public sealed record Answer(
    string Question,
    string? Concern,
    string Text,
    IReadOnlyList<EvidenceItem> Evidence,
    IReadOnlyList<string> Findings);
