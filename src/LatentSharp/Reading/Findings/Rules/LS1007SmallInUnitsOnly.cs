using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// V_post is small, yet of every active dimension at least half is sampling noise: the means spread even less than the
/// samples, so draws do not stay near their means in any sense the decoder could use.
/// </summary>
internal sealed class LS1007SmallInUnitsOnly : IRule
{
    /// <inheritdoc/>
    public string Id => "LS1007";

    /// <inheritdoc/>
    public string Name => "Small in units only";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } share }
            || !variance.IsSmall(thresholds)
            || LS1005Sharp.Dimensions(reading, share, thresholds).Length > 0)
            return null;
        return new Finding(
            Id,
            Level,
            $"V_post is small in units only: it is {Figures.Of(variance.Mean)}, but sampling noise is the larger "
                + "share of every dimension.",
            [
                Cited.PosteriorVariance(variance),
                Cited.NoiseShare(share),
                .. Cited.Invariants(reading),
                new EvidenceItem(
                    "noise_share.mean_variance", share.MeanVariance.Average(), null,
                    $"the means vary by {Figures.Of(share.MeanVariance.Average())} over examples"),
            ],
            "It does not say that draws are steady: the means lie closer together than the draws scatter.",
            "Compare readings by the noise share and the sampling cost; look whether the latent is collapsed " +
                "(LS2003) or unused (LS4001).");
    }
}
