using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Dimensions in which q repeats p, or whose means do not vary: all of them are a warning, some of them a note.
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
        if (reading.Quantities.CollapsedUnits.Value is not { Count: > 0 } collapsed)
            return null;
        bool all = collapsed.Count == collapsed.Of;
        int[] remaining = [.. Enumerable.Range(0, collapsed.Of).Where(d => !collapsed.Dimensions.Contains(d))];
        var evidence = new List<EvidenceItem> { Cited.CollapsedUnits(collapsed) };
        if (reading.Quantities.PriorKl.Value is { } kl)
            evidence.Add(Cited.PriorKl(reading, kl));
        evidence.AddRange(Cited.PosteriorVariance(reading));
        return all
            ? new Finding(
                Id, Level,
                $"The latent is collapsed: in all {collapsed.Of} dimensions z says nothing about its example that "
                    + "x does not.",
                evidence,
                "It does not say that the model is broken: where x determines y, nothing is left for z to say. A "
                    + "V_post near the prior's is a consequence, not the cause.",
                "Warm up prior_kl_weight more slowly, lower it, or weaken the decoder; look whether y has anything "
                    + "to add to x.")
            : new Finding(
                Id, FindingLevel.Note,
                $"{collapsed.Count} of {collapsed.Of} dimensions are idle; {Figures.Dimensions(remaining)} "
                    + $"{(remaining.Length == 1 ? "remains" : "remain")} in use.",
                evidence,
                "It does not say that the latent is too small or too large: a model takes the dimensions that pay.",
                "Nothing needs to change; fewer latent_dimensions would do as well.");
    }
}
