using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Drawing z costs the decoder what the width of q must cost under the objective, and the decoder uses z.
/// </summary>
internal sealed class LS3002DrawingCostsItsWidth : IRule
{
    /// <inheritdoc/>
    public string Id => "LS3002";

    /// <inheritdoc/>
    public string Name => "Drawing costs its width";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities is not
            {
                SamplingCost.Value: { } cost,
                WidthPrice.Value: { } price,
                UsageGap.Value: { } usage,
            }
            || !usage.Difference.ClearlyAbove(thresholds.UsedFrom, thresholds)
            || !LS3001DrawingCostsTooMuch.PriceStands(reading, thresholds)
            || LS3001DrawingCostsTooMuch.Holds(cost, price, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"Draws cost what their width must cost: {Figures.Of(cost.Difference)} nats, where "
                + $"{Figures.Of(price.Value)} is the price.",
            [Cited.SamplingCost(cost), Cited.WidthPrice(price), .. Cited.PosteriorVariance(reading)],
            "It does not say that the latent is sharp or means anything: only that draws decode as the objective asks.",
            "For draws nearer to their means, give posterior_variance_weight a small positive value and compare.");
    }
}
