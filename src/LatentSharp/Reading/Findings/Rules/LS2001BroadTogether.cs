using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// q and p are both broad, equally so, and the variance part of K is small: why a small KL and a large V_post agree.
/// </summary>
internal sealed class LS2001BroadTogether : IRule
{
    /// <inheritdoc/>
    public string Id => "LS2001";

    /// <inheritdoc/>
    public string Name => "Broad together";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        LatentQuantities quantities = reading.Quantities;
        if (
            quantities.PosteriorVariance.Value is not { } variance
            || !variance.IsLarge(thresholds)
            || quantities.PriorVariance.Value is not { } prior
            || !prior.IsLarge(thresholds)
            || quantities.BreadthRatio.Value is not { } ratio
            || ratio.Value < 1 / thresholds.EqualBreadth
            || ratio.Value > thresholds.EqualBreadth
            || quantities.PriorKl.Value is not { Parts: { } parts } kl
            || !(parts.Variance.Average() < thresholds.VariancePartPerDimension))
            return null;
        return new Finding(
            Id,
            Level,
            $"q and p are broad together: V_post is {Figures.Of(variance.Mean)}, the prior's " +
                $"variance {Figures.Of(prior.Mean)}, and their difference in breadth costs "
                + $"{Figures.Of(parts.Variance.Average())} nats per dimension.",
            [
                Cited.PosteriorVariance(variance), Cited.PriorVariance(prior), Cited.BreadthRatio(ratio),
                Cited.VariancePart(parts), Cited.PriorKl(reading, kl), .. ChannelOf(reading),
            ],
            "It does not say that the KL failed: K_prior measures how far q is from p, and is blind to breadth " +
                "that they share. A small K_prior does not say that the latent is sharp.",
            "Read the noise share and the sampling cost to see whether the breadth matters; a penalty on V_post, " +
                "or a fixed scale of the prior, would act on it where the KL cannot.");
    }

    private static IEnumerable<EvidenceItem> ChannelOf(LatentReading reading) =>
        reading.Quantities.ChannelInformation.Value is { } channel ? [Cited.ChannelInformation(channel)] : [];
}
