using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Between two readings V_post fell by half or more while neither the channel information nor the mutual information
/// rose by more than 5% beyond its error: the latent's units shrank. The fall of V_post must clear its line beyond the
/// error bars of both.
/// </summary>
internal sealed class LS1006SharpenedByRescaling : IComparisonRule
{
    /// <inheritdoc/>
    public string Id => "LS1006";

    /// <inheritdoc/>
    public string Name => "Sharpened by rescaling";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading before, LatentReading after, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (before.Quantities is not { PosteriorVariance.Value: { } first, ChannelInformation.Value: { } firstChannel }
            || after.Quantities is not { PosteriorVariance.Value: { } last, ChannelInformation.Value: { } lastChannel })
            return null;
        (Estimate from, Estimate to) = (first.Mean, last.Mean);
        (Estimate channelFrom, Estimate channelTo) = (firstChannel.Value, lastChannel.Value);
        if (!to.Fell(from, thresholds.VarianceFall, thresholds)
            || Rose(channelFrom, channelTo, thresholds)
            || Rose(
                before.Quantities.MutualInformation.Value?.Value,
                after.Quantities.MutualInformation.Value?.Value,
                thresholds))
            return null;
        string gauge = after.PriorIsStandard == true
            ? "With a fixed N(0, I) prior the scale of z has a cost in K_prior: look there for what it cost."
            : "With a learned router the scale of z is a free choice that the KL does not see.";
        return new Finding(
            Id,
            Level,
            $"The latent's units shrank, it did not get sharper: V_post fell from {Figures.Of(from)} to "
                + $"{Figures.Of(to)} while the "
                + $"channel information went from {Figures.Of(channelFrom)} to {Figures.Of(channelTo)} nats.",
            [
                new EvidenceItem(
                    "posterior_variance", to.Value, to.StandardError,
                    $"V_post {Figures.Of(to)} in {after.Name}, {Figures.Of(from)} in {before.Name}"),
                new EvidenceItem(
                    "channel_information", channelTo.Value, channelTo.StandardError,
                    $"channel information {Figures.Of(channelTo)} nats in {after.Name}, {Figures.Of(channelFrom)} in "
                        + before.Name),
            ],
            "It does not say that either latent is better: the decoder may see exactly the same draws in other units. "
                + gauge,
            "Compare the sampling cost of the two readings; to get steadier draws, not smaller units, fix the " +
                "scale of z (a standard prior, or a bound on the router's variance).");
    }

    private static bool Rose(Estimate? before, Estimate? after, Thresholds thresholds) =>
        before is not null
        && after is not null
        && after.Less(before).ClearlyAbove(thresholds.InformationRise * Math.Abs(before.Value), thresholds);
}
