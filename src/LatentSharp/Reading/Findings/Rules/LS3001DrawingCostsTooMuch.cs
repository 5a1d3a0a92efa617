using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Drawing z costs the decoder more than the width of q must cost under the objective, by half a nat and half of the
/// price. The price rests on the router's variance: of a router that is miscalibrated nothing is concluded.
/// </summary>
internal sealed class LS3001DrawingCostsTooMuch : IRule
{
    /// <inheritdoc/>
    public string Id => "LS3001";

    /// <inheritdoc/>
    public string Name => "Drawing costs too much";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities is not { SamplingCost.Value: { } cost, WidthPrice.Value: { } price }
            || !PriceStands(reading, thresholds)
            || !Holds(cost, price, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"Drawing z costs the decoder {Figures.Of(cost.Difference)} nats, where its width should cost "
                + $"{Figures.Of(price.Value)}.",
            [
                Cited.SamplingCost(cost), Cited.WidthPrice(price), .. Cited.NoiseShare(reading),
                .. Cited.PosteriorVariance(reading),
            ],
            "It does not say that V_post is too large in itself: a broad latent with a flat decoder costs little. "
                + "That drawing costs its price is no fault either.",
            "Train longer: decoder and q have not come to terms. Check that noise added after training, another "
                + "temperature or a prior_kl_weight other than the one given is not the reason.");
    }

    /// <summary>Whether the prior's variance is that of a prior which q could come to terms with.</summary>
    internal static bool PriceStands(LatentReading reading, Thresholds thresholds) =>
        reading.PriorIsStandard == true
        || reading.Quantities.RouterCalibration.Value is not { } calibration
        || reading.Quantities.PriorKl.Value is not { } kl
        || !LS2002RouterMiscalibrated.Holds(calibration, kl, thresholds);

    internal static bool Holds(NllGap cost, WidthPrice price, Thresholds thresholds)
    {
        Estimate excess = cost.Difference.Less(price.Value);
        return excess.ClearlyAbove(thresholds.CostExcess, thresholds)
            && excess.ClearlyAbove(thresholds.CostExcessShare * Math.Max(0, price.Value.Value), thresholds);
    }
}
