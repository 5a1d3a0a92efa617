using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reports;

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

    /// <summary>Where a finding is explained, from the root of the repository.</summary>
    public static string RulePage(string id) => $"docs/rules/{id}.md";

    /// <summary>The prior in words.</summary>
    public static string Prior(bool? isStandard) => isStandard switch
    {
        true => "fixed prior N(0, I)",
        false => "learned router",
        null => "prior of unknown kind",
    };

    /// <summary>What V_post is in the objective, in one sentence.</summary>
    public static string Role(ObjectiveRole role) => role.Role switch
    {
        VarianceRole.Active => $"It is active in the objective at weight {NumberText.Exact(role.Weight ?? double.NaN)}"
            + (role.Contribution is { } contribution ? $", contributing {NumberText.Of(contribution)} nats" : "")
            + (role.ShareOfObjective is { } share ? $" ({NumberText.Of(100 * share)}% of it)" : "") + ".",
        VarianceRole.DiagnosticOnly => "It is diagnostic only: at weight 0 it was computed and logged and gave no gradient.",
        _ => "Its role in the objective is unknown: the weight was not given.",
    };

    /// <summary>V_post, what to hold it against, and its role.</summary>
    public static string Headline(LatentReading reading)
    {
        LatentQuantities quantities = reading.Quantities;
        string prior = quantities.PriorVariance.Value is { } summary ? $"the prior's variance is {NumberText.Of(summary.Mean)}" : "the prior's variance is not measured";
        return $"V_post, the mean variance of q(z|x,y), is {NumberText.Of(quantities.PosteriorVariance.Mean)}: a standard deviation of "
            + $"{NumberText.Of(quantities.PosteriorVariance.StandardDeviation)} latent units; {prior}; {NumberText.Of(100 * quantities.NoiseShare.Mean.Value)}% "
            + $"of the latent's variance is sampling noise. {Role(reading.PosteriorVarianceRole)}";
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

    /// <summary>Answers gathered under their questions, both in their order.</summary>
    public static IEnumerable<IGrouping<string, Answer>> ByQuestion(IReadOnlyList<Answer> answers) => answers.GroupBy(answer => answer.Question);

    /// <summary>A text without control characters, which a terminal would obey and XML forbids.</summary>
    public static string Harmless(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
