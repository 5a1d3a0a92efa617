using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Another example's z decodes as well as an example's own: the usage gap is not above 0 by two standard errors.
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
        if (reading.Quantities.UsageGap.Value is not { } usage || usage.Difference.ClearlyAbove(0, thresholds))
            return null;
        return new Finding(
            Id,
            Level,
            $"The decoder does without z: another example's z costs {Figures.Of(usage.Difference)} nats, which " +
                "is not above 0 "
                + $"by {Figures.Chosen(thresholds.StandardErrors)} standard errors.",
            [Cited.UsageGap(usage), .. Cited.MutualInformation(reading)],
            "It does not say that z is empty: q may write into z what the decoder does not read. Small sampling " +
                "and test-time "
                + "gaps then say nothing in the latent's favour.",
            "Look at the mutual information and the collapsed units to see whether z carries anything; warm up "
                + "prior_kl_weight more slowly or weaken the decoder.");
    }
}
