using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// A draw from q decodes worse than the mean of q: beyond the error bar, and by more than 5% of the NLL at the mean.
/// The NLL of a density may be negative, so the 5% are of its magnitude.
/// </summary>
internal sealed class LS3001SamplesCostTheDecoder : IRule
{
    /// <inheritdoc/>
    public string Id => "LS3001";

    /// <inheritdoc/>
    public string Name => "Samples cost the decoder";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.SamplingCost.Value is not { } cost || !Holds(cost, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"Drawing z costs the decoder {Figures.Of(cost.Difference)} nats beside an NLL of " +
            $"{Figures.Of(cost.Baseline.Value)} at the mean.",
            [Cited.SamplingCost(cost), .. Cited.NoiseShare(reading), .. Cited.PosteriorVariance(reading)],
            "It does not say that V_post is too large in itself: a sharp latent with a steep decoder pays too, " +
                "and a broad "
                + "one with a flat decoder does not.",
            "If draws must decode well, penalise V_post or train longer with samples; look at which dimensions " +
                "the decoder is steep in.");
    }

    internal static bool Holds(NllGap cost, Thresholds thresholds) =>
        cost.Difference.ClearlyAbove(0, thresholds)
        && cost.Difference.Value > thresholds.SamplingCostShare * Math.Abs(cost.Baseline.Value);
}
