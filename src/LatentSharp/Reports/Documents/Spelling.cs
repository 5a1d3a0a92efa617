using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reports.Documents;

/// <summary>How roles, levels and concerns are spelled in reports.</summary>
internal static class Spelling
{
    /// <summary>A role as files spell it.</summary>
    public static string Of(VarianceRole role) => role switch
    {
        VarianceRole.Active => "active",
        VarianceRole.DiagnosticOnly => "diagnostic_only",
        _ => "unknown",
    };

    /// <summary>A level; SARIF has the same three words.</summary>
    public static string Of(FindingLevel level) => level switch
    {
        FindingLevel.Error => "error",
        FindingLevel.Warning => "warning",
        _ => "note",
    };

    /// <summary>A concern in words.</summary>
    public static string Concern(string key) =>
        key == "sampled_latent_stability" ? "sampled-latent stability" : key.Replace('_', ' ');

    /// <summary>
    /// Where a finding is explained, from the root of the repository; null for a rule that is not the library's.
    /// </summary>
    public static string? RulePage(string id) => RuleIds.IsOfTheBook(id) ? $"docs/rules/{id}.md" : null;

    /// <summary>How large the latent is.</summary>
    public static string Extent(LatentReading reading) => reading switch
    {
        { Values: null } => $"{Count(reading.Dimensions)} latent dimensions",
        { Values: { } values, Dimensions: 1 } => $"one variable of {Count(values)} values",
        { Values: { } values } => $"{Count(reading.Dimensions)} variables of {Count(values)} values",
    };

    /// <summary>The prior in words.</summary>
    public static string Prior(LatentReading reading) => reading.PriorIsStandard switch
    {
        true => reading.Values is null ? "fixed prior N(0, I)" : "fixed uniform prior",
        false => "learned router",
        null => "prior of unknown kind",
    };

    /// <summary>What V_post is in the objective, in one sentence.</summary>
    public static string Role(ObjectiveRole role) =>
        role.Role switch
        {
            VarianceRole.Active =>
                $"It is active in the objective at weight {Figures.Chosen(role.Weight ?? double.NaN)}"
                    + (role.Contribution is { } contribution ? $", contributing {Figures.Of(contribution)} nats" : "")
                    + (role.ShareOfObjective is { } share ? $" ({Figures.Percent(share)} of it)" : "")
                    + ".",
            VarianceRole.DiagnosticOnly =>
                "It is diagnostic only: at weight 0 it was computed and logged and gave no gradient.",
            _ => "Its role in the objective is unknown: the weight was not given.",
        };

    /// <summary>
    /// V_post, what to hold it against, and its role; of a categorical latent how open and how even it is.
    /// </summary>
    public static string Headline(LatentReading reading)
    {
        LatentQuantities quantities = reading.Quantities;
        string prior = quantities.PriorVariance.Value is { } summary
            ? $"the prior's variance is {Figures.Of(summary.Mean)}"
            : "the prior's variance is not measured";
        if (quantities is { PosteriorEntropy.Value: { } entropy, Usage.Value: { } usage })
            return $"q(z|x,y) leaves {Figures.Of(entropy.EffectiveValues)} of {usage.Values} values open in an "
                + $"example, a posterior entropy of {Figures.Of(entropy.Value)} nats of at most "
                + $"{Figures.Of(entropy.Ceiling)}; over all examples {Figures.Of(usage.EffectiveValues)} are taken. "
                + "That is sharpness and no meaning.";
        if (quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise })
            return $"A latent of the {reading.Family.Name} family has no variance.";
        return $"V_post, the mean variance of q(z|x,y), is {Figures.Of(variance.Mean)}: a standard deviation of "
            + $"{Figures.Of(variance.StandardDeviation)} latent units; {prior}; {Figures.Percent(noise.Mean.Value)} "
            + $"of a dimension's variance is sampling noise, on average. {Role(reading.PosteriorVarianceRole)}";
    }

    /// <summary>How many findings of each level there are.</summary>
    public static string Tally(IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
            return "none";
        var parts = new List<string>();
        foreach (FindingLevel level in (FindingLevel[])[FindingLevel.Error, FindingLevel.Warning, FindingLevel.Note])
        {
            int count = findings.Count(finding => finding.Level == level);
            if (count > 0)
                parts.Add($"{count} {Of(level)}{(count > 1 ? "s" : "")}");
        }

        return string.Join(", ", parts);
    }

    /// <summary>The second question, which is asked of four concerns.</summary>
    public const string SecondQuestion = "Which concern?";

    /// <summary>Answers gathered under the three questions: those about a concern make up the second.</summary>
    public static IEnumerable<(string Question, IReadOnlyList<Answer> Answers)> ByQuestion(
        IReadOnlyList<Answer> answers)
    {
        for (int start = 0, end; start < answers.Count; start = end)
        {
            end = start + 1;
            if (answers[start].Concern is not null)
            {
                while (end < answers.Count && answers[end].Concern is not null)
                    end++;
            }

            Answer[] together = [.. answers.Skip(start).Take(end - start)];
            yield return (together[0].Concern is null ? together[0].Question : SecondQuestion, together);
        }
    }

    /// <summary>What is asked of a concern; the second question's own words are said once, above.</summary>
    public static string AskedOfConcern(Answer answer) =>
        answer.Question.StartsWith(SecondQuestion, StringComparison.Ordinal)
            ? answer.Question[SecondQuestion.Length..].TrimStart()
            : answer.Question;

    /// <summary>A count with separated thousands.</summary>
    public static string Count(long value) => Figures.Count(value);

    /// <summary>A text without control characters, which a terminal would obey and XML forbids.</summary>
    public static string Harmless(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
