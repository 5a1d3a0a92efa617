using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// V_post is small, and of some active dimension less than half is sampling noise: draws stay near their means. That is
/// all it says.
/// </summary>
internal sealed class LS1005Sharp : IRule
{
    /// <inheritdoc/>
    public string Id => "LS1005";

    /// <inheritdoc/>
    public string Name => "Sharp";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (!Holds(reading, thresholds)
            || reading.Quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise })
            return null;
        int[] sharp = Dimensions(reading, noise, thresholds);
        return new Finding(
            Id, Level,
            $"Draws stay near their means: V_post is {Figures.Of(variance.Mean)}, and sampling noise is the smaller "
                + $"share of {Figures.Dimensions(sharp)}.",
            [Cited.PosteriorVariance(variance), Cited.NoiseShare(noise), .. Cited.Invariants(reading)],
            "It does not say that the means carry meaning, that q matches the prior, or that the router recovers the "
                + "structure.",
            "Read those from their own evidence: the probe, the router's calibration and the gaps of the decoder.");
    }

    /// <summary>V_post is small, and an active dimension's variance is mostly that of its means.</summary>
    internal static bool Holds(LatentReading reading, Thresholds thresholds) =>
        reading.Quantities is { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise }
        && variance.IsSmall(thresholds)
        && Dimensions(reading, noise, thresholds).Length > 0;

    /// <summary>The active dimensions of which less than half is sampling noise.</summary>
    internal static int[] Dimensions(LatentReading reading, NoiseShare noise, Thresholds thresholds) =>
    [
        .. reading.Quantities.ActiveUnits.Value?.Dimensions
            .Where(d => noise.PerDimension[d] < thresholds.NoiseShare) ?? [],
    ];
}
