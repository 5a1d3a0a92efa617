using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The test-time gap and the usage gap were measured, and it is not as LS5001 warns: little is lost when the router
/// must choose z.
/// </summary>
internal sealed class LS5002RouterRecovers : IRule
{
    /// <inheritdoc/>
    public string Id => "LS5002";

    /// <inheritdoc/>
    public string Name => "Router recovers";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities is not { TestTimeGap.Value: { } lost, UsageGap.Value: { } usage }
            || LS5001RouterLosesTheLatent.Holds(lost, usage, thresholds))
            return null;
        return new Finding(
            Id,
            Level,
            $"The router recovers what the decoder uses: the test-time gap is {Figures.Of(lost.Difference)} " +
                "nats, beside a "
                + $"usage gap of {Figures.Of(usage.Difference)}.",
            [Cited.TestTimeGap(lost), Cited.UsageGap(usage), .. Cited.Retrieval(reading)],
            usage.Difference.ClearlyAbove(0, thresholds)
                ? "It does not say that p equals q, nor that the latent means anything: only that draws from the router "
                    + "decode about as well."
                : "The decoder does without z (LS4001), so there was nothing to recover; it does not say that the router has "
                    + "learned anything.",
            "Read log p(y|x) by prior_mc for what the model is worth at test time.");
    }
}
