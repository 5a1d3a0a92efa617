#region rule
using LatentSharp.Compute;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports;
using LatentSharp.Reports.Documents;
#endregion

namespace LatentSharp.Own;

#region rule
/// <summary>Fewer than half of the latent's dimensions are active.</summary>
public sealed class FewActiveUnits : IRule
{
    /// <inheritdoc/>
    public string Id => "OWN0001";

    /// <inheritdoc/>
    public string Name => "Few active units";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Quantities.ActiveUnits.Value is not { } units || 2 * units.Count >= units.Of)
            return null;
        string text = $"{units.Count} of {units.Of} dimensions active";
        return new Finding(
            Id, Level,
            $"Fewer than half of the latent is used: {text}.",
            [new EvidenceItem("active_units", units.Count, StandardError: null, text)],
            DoesNotSay: "It does not say that a smaller latent would do as well.",
            NextStep: "Train with fewer latent dimensions and compare log p(y|x).");
    }
}
#endregion

/// <summary>How docs/own/rule.md passes it in.</summary>
public static class RuleExample
{
    /// <summary>A report of a run or of arrays, with the rule among those that are applied.</summary>
    public static ReportInput Read(string path)
    {
        #region use
        var options = new SourceOptions { Rules = [.. RuleBook.Rules, new FewActiveUnits()] };
        using var device = Device.Cpu();
        ReportInput report = ReportSource.Read(path, device, options);
        #endregion
        return report;
    }
}
