using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// At most one example in a hundred carries half of V_post or of K_prior: the mean speaks for them.
/// </summary>
internal sealed class LS0004OwnedByFewExamples : IRule
{
    /// <inheritdoc/>
    public string Id => "LS0004";

    /// <inheritdoc/>
    public string Name => "Owned by few examples";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        RowOwners? variance = reading.Checks.VarianceOwners, divergence = reading.Checks.PriorKlOwners;
        if (divergence is not null && !(reading.Quantities.PriorKl.Value?.Total.Value > thresholds.UsedFrom))
            divergence = null;
        if (variance is null && divergence is null)
            return null;
        var evidence = new List<EvidenceItem>();
        var parts = new List<string>();
        Add("V_post", Cited.PosteriorVarianceKey, variance);
        Add("K_prior", "prior_kl", divergence);
        return new Finding(
            Id, Level,
            $"{string.Join("; ", parts)}.",
            evidence,
            "It does not say that the examples are wrong, only that the mean is about them. Error bars are wide "
                + "for the same reason.",
            "Look at these rows: inputs far from the training data, or padding that a mask should leave out.");

        void Add(string name, string key, RowOwners? owners)
        {
            if (owners is null)
                return;
            string rows = owners.Rows.Length == 1
                ? $"row {owners.Rows[0]}"
                : $"{owners.Rows.Length} examples, row {owners.Rows[0]} first,";
            parts.Add(
                $"{name} is owned by few examples: {rows} (counted from 0) "
                    + $"{(owners.Rows.Length == 1 ? "carries" : "carry")} "
                    + $"{Figures.Percent(owners.Share)} of it; without, it is {Figures.Of(owners.Without)}");
            evidence.Add(new EvidenceItem(
                $"{key}.without_owners", owners.Without.Value, owners.Without.StandardError,
                $"{name} {Figures.Of(owners.Without)} without {(owners.Rows.Length == 1 ? "it" : "them")}"));
        }
    }
}
