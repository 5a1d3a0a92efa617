using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// z drawn from the router decodes worse than z drawn from q: beyond the error bar, and by more than a tenth of the
/// usage gap.
/// </summary>
internal sealed class LS5001RouterLosesTheLatent : IRule
{
    /// <inheritdoc/>
    public string Id => "LS5001";

    /// <inheritdoc/>
    public string Name => "Router loses the latent";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities is not { TestTimeGap.Value: { } lost, UsageGap.Value: { } usage }
            || !Holds(lost, usage, thresholds))
            return null;
        return new Finding(
            Id,
            Level,
            $"The router loses the latent: at test time {Figures.Of(lost.Difference)} nats are lost, beside "
                + $"the {Figures.Of(usage.Difference)} that the decoder gains from an example's own z.",
            [
                Cited.TestTimeGap(lost),
                Cited.UsageGap(usage),
                .. Cited.MissedMass(reading, thresholds),
                .. Cited.Retrieval(reading),
            ],
            "It does not say that the router is badly trained: what y adds to x cannot be known from x. Nor does " +
                "V_post say "
                + "anything about it.",
            "Read K_prior by part: a large mean part is structure that p(z|x) does not place. Put many draws of " +
                "the router "
                + "into the objective (model hybrid, router_samples), or raise prior_kl_weight.");
    }

    internal static bool Holds(NllGap lost, NllGap usage, Thresholds thresholds) =>
        lost.Difference.ClearlyAbove(0, thresholds)
        && lost.Difference.Value > thresholds.TestTimeGapShare * usage.Difference.Value;
}
