using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// At least 95% of the dimensions are collapsed: q repeats p, and z says nothing that x does not.
/// </summary>
internal sealed class LS2003Collapsed : IRule
{
    /// <inheritdoc/>
    public string Id => "LS2003";

    /// <inheritdoc/>
    public string Name => "Collapsed";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.CollapsedUnits.Value is not { } collapsed
            || collapsed.Count < thresholds.CollapsedShare * collapsed.Of - 1e-9)
            return null;
        var evidence = new List<EvidenceItem> { Cited.CollapsedUnits(collapsed) };
        if (reading.Quantities.PriorKl.Value is { } kl)
            evidence.Add(Cited.PriorKl(reading, kl));
        evidence.AddRange(Cited.PosteriorVariance(reading));
        return new Finding(
            Id, Level,
            $"The latent is collapsed: in {collapsed.Count} of {collapsed.Of} dimensions q repeats p, so z says " +
                "nothing that x does not.",
            evidence,
            "It does not say that the model is broken: where x determines y, nothing is left for z to say. A " +
                "V_post near the "
                + "prior's is a consequence, not the cause.",
            "Warm up prior_kl_weight more slowly, lower it, or weaken the decoder; look whether y has anything " +
                "to add to x.");
    }
}
