using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The sampling cost was measured and is not what LS3001 warns of: draws decode about as well as means, whatever V_post
/// is.
/// </summary>
internal sealed class LS3002SamplesDecodeAsMeans : IRule
{
    /// <inheritdoc/>
    public string Id => "LS3002";

    /// <inheritdoc/>
    public string Name => "Samples decode as means";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (
            reading.Quantities.SamplingCost.Value is not { } cost
            || LS3001SamplesCostTheDecoder.Holds(cost, thresholds))
            return null;
        return new Finding(
            Id,
            Level,
            $"Draws decode about as well as means: the sampling cost is {Figures.Of(cost.Difference)} nats " +
                "beside an NLL of "
                + $"{Figures.Of(cost.Baseline.Value)}.",
            [Cited.SamplingCost(cost), .. Cited.PosteriorVariance(reading)],
            "It does not say that the latent is sharp or used: a decoder that ignores z pays nothing for drawing it.",
            "Read the usage gap beside it (nll_shuffled).");
    }
}
