using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Findings.Questions;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading;

/// <summary>A reading with its conclusions.</summary>
/// <param name="Reading">What was measured.</param>
/// <param name="Answers">The questions in order: the term's role, the four concerns, divergence.</param>
/// <param name="Findings">Errors first, then warnings, then notes; by id within a level.</param>
public sealed record Diagnosis(LatentReading Reading, IReadOnlyList<Answer> Answers, IReadOnlyList<Finding> Findings)
{
    /// <summary>The one sentence to act on.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The rules that were applied, whether their conditions held or not.</summary>
    public IReadOnlyList<IRule> Rules { get; init; } = RuleBook.Rules;

    /// <summary>Applies rules to a reading, and answers the questions.</summary>
    /// <param name="reading">What was measured; it is not changed.</param>
    /// <param name="thresholds">Where the lines are drawn; null for the defaults.</param>
    /// <param name="rules">
    /// The rules; null for those of <see cref="RuleBook"/>, to which <c>[.. RuleBook.Rules, new MyRule()]</c> adds.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Two rules share an id, an id is not made of letters, digits, hyphens and underscores, it is the library's, or a
    /// finding has another id than its rule.
    /// </exception>
    public static Diagnosis Of(
        LatentReading reading,
        Thresholds? thresholds = null,
        IReadOnlyList<IRule>? rules = null)
    {
        ArgumentNullException.ThrowIfNull(reading);
        thresholds ??= new Thresholds();
        rules = rules is null ? RuleBook.Rules : RuleIds.Checked(rules);
        TrainingHealth? health = reading.History is { } history ? TrainingHealth.Of(history, thresholds) : null;
        Finding[] all =
        [
            .. rules
                .Select(rule => RuleIds.Checked(rule, rule.Apply(reading, health, thresholds)))
                .OfType<Finding>(),
        ];
        string[] withheld =
        [
            .. all.SelectMany(finding => RuleBook.Withheld.TryGetValue(finding.Id, out string[]? ids) ? ids : []),
        ];
        var findings = all
            .Where(finding => !withheld.Any(ids => finding.Id.StartsWith(ids, StringComparison.Ordinal)))
            .OrderByDescending(finding => finding.Level)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)
            .ToList();
        return new Diagnosis(
            reading,
            [.. Questionnaire.InOrder.Select(question => Answered(question, reading, health, thresholds, findings))],
            findings)
        {
            Verdict = Verdict.Of(reading, findings, thresholds),
            Rules = rules,
        };
    }

    private static Answer Answered(
        IQuestion question,
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds,
        List<Finding> findings)
    {
        (string text, IReadOnlyList<EvidenceItem> evidence) = question.Answer(reading, health, thresholds);
        return new Answer(
            question.TextFor(reading.Family), question.Concern, text, evidence,
            [.. findings.Select(finding => finding.Id).Where(id => question.RuleIds.Contains(id))]);
    }
}
