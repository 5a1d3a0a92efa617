using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings;

/// <summary>What a person in a hurry can act on: one or two sentences, made of the findings.</summary>
/// <param name="Level">The highest level of the findings; null where there is none above a note.</param>
/// <param name="Text">The sentences.</param>
public sealed record Verdict(FindingLevel? Level, string Text)
{
    /// <summary>Whether something is left that was not measured, or not well enough to be told good.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The verdict in a word or two: what an error or a warning begins with; otherwise Note or Well.</summary>
    public string Word => Level switch
    {
        FindingLevel.Error => "Mend first",
        FindingLevel.Warning => "Act",
        _ => IsOpen ? "Note" : "Well",
    };

    /// <summary>Puts the sentences together.</summary>
    /// <param name="reading">What was measured.</param>
    /// <param name="findings">The findings, in their order.</param>
    /// <param name="thresholds">Where the lines are drawn.</param>
    public static Verdict Of(LatentReading reading, IReadOnlyList<Finding> findings, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(thresholds);
        string care = findings.Any(finding => finding.Id == "LS0005")
            ? " Log-variances of q rest at a bound (LS0005)."
            : "";
        Finding[] act = [.. findings.Where(finding => finding.Level > FindingLevel.Note)];
        if (act.Length > 0)
        {
            string more = act.Length == 1 ? "" : $" And {act.Length - 1} more: "
                + $"{string.Join(", ", act[1..].Select(f => f.Id))}.";
            var verdict = new Verdict(act[0].Level, "");
            return verdict with { Text = $"{verdict.Word}: {Uncapitalised(act[0].Title)}{more}{care}" };
        }

        (List<string> good, List<string> open) = Concerns(reading, findings, thresholds);
        string clauses = string.Join(", ", [.. Size(reading), .. good]);
        string rest = (open.Count == 0
            ? "Nothing to do."
            : $"Nothing to do in what was measured; open: {string.Join(", ", open)}.") + care;
        string text = clauses.Length == 0 ? rest : $"{char.ToUpperInvariant(clauses[0])}{clauses[1..]}. {rest}";
        return new Verdict(null, text)
        {
            IsOpen = open.Count > 0,
        };
    }

    private static IEnumerable<string> Size(LatentReading reading)
    {
        if (reading.Quantities.PosteriorEntropy.Value is { } entropy)
            yield return $"{Figures.Of(entropy.EffectiveValues)} of {reading.Values} values are open in an example";
        if (reading.Quantities.PosteriorVariance.Value is not { } variance)
            yield break;
        string role = reading.PosteriorVarianceRole switch
        {
            { Role: VarianceRole.DiagnosticOnly } => "weight 0, nothing penalises it",
            { Role: VarianceRole.Active, Weight: { } weight } => $"active at weight {Figures.Chosen(weight)}",
            _ => "its weight unknown",
        };
        yield return $"V_post is {Figures.Of(variance.Mean.Value)} in the latent's units ({role})";
    }

    private static (List<string> Good, List<string> Open) Concerns(
        LatentReading reading,
        IReadOnlyList<Finding> findings,
        Thresholds thresholds)
    {
        List<string> good = [], open = [];
        LatentQuantities quantities = reading.Quantities;
        if (reading.Family == EvidenceFamily.Categorical)
            OfValues(reading, findings, good, open);
        else
            OfDraws(reading, findings, thresholds, good, open);
        if (quantities.UsageGap.Value?.Difference.ClearlyAbove(thresholds.UsedFrom, thresholds) == true)
            good.Add("the decoder uses z");
        else
            open.Add("whether the decoder uses z");
        return (good, open);
    }

    private static void OfDraws(
        LatentReading reading,
        IReadOnlyList<Finding> findings,
        Thresholds thresholds,
        List<string> good,
        List<string> open)
    {
        LatentQuantities quantities = reading.Quantities;
        if (findings.Any(finding => finding.Id == "LS3002"))
            good.Add("draws decode as they must");
        else
            open.Add("what drawing z costs");
        if (quantities.RouterCalibration.Value is { RecalibrationGain: var gain } && quantities.PriorKl.Value is { } kl
            && (gain.ClearlyBelow(thresholds.RecalibrationGain, thresholds)
                || gain.ClearlyBelow(thresholds.RecalibrationShare * kl.Total.Value, thresholds)))
            good.Add(reading.PriorIsStandard == true ? "q fits the fixed prior" : "the router is calibrated");
        else
            open.Add("whether the prior lies where q does");
    }

    private static void OfValues(
        LatentReading reading,
        IReadOnlyList<Finding> findings,
        List<string> good,
        List<string> open)
    {
        if (!reading.Quantities.Alignment.IsMeasured)
            open.Add("whether the values mean anything");
        else if (findings.Any(finding => finding.Id == "LS6003"))
            good.Add("they carry the labels");
        else
            good.Add("they do not carry the labels");
        if (reading.Quantities.RouterSkill.Value is { } skill)
            good.Add($"the router foretells {Figures.Percent(Math.Max(0, skill.Value.Value))} of them");
        else if (reading.PriorIsStandard != true)
            open.Add("whether the prior finds them");
    }

    private static string Uncapitalised(string sentence) =>
        sentence.Length > 1 && char.IsUpper(sentence[0]) && char.IsLower(sentence[1])
            ? char.ToLowerInvariant(sentence[0]) + sentence[1..]
            : sentence;
}
