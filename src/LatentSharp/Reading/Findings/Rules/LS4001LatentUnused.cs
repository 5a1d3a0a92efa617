using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Another example's z costs the decoder less than 0.05 nat, error bar included, and no other gap says that z matters.
/// </summary>
internal sealed class LS4001LatentUnused : IRule
{
    /// <inheritdoc/>
    public string Id => "LS4001";

    /// <inheritdoc/>
    public string Name => "Latent unused";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.UsageGap.Value is not { } usage || !Holds(reading, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"The decoder does without z: another example's z costs it {Figures.Of(usage.Difference)} nats.",
            [Cited.UsageGap(usage), .. Cited.MutualInformation(reading)],
            "It does not say that z is empty: q may write into z what the decoder does not read. Small sampling "
                + "and test-time gaps then say nothing in the latent's favour.",
            "Warm up prior_kl_weight more slowly or weaken the decoder; look whether y has anything to add to x.");
    }

    /// <summary>Whether the decoder does without z: unused, and not open.</summary>
    internal static bool Holds(LatentReading reading, Thresholds thresholds) =>
        reading.Quantities.UsageGap.Value is { } usage
        && usage.Difference.ClearlyBelow(thresholds.UsedFrom, thresholds)
        && !(reading.Quantities.TestTimeGap.Value?.Difference.ClearlyAbove(thresholds.UsedFrom, thresholds) ?? false)
        && !(reading.Quantities.SamplingCost.Value?.Difference.ClearlyAbove(thresholds.UsedFrom, thresholds) ?? false);
}
