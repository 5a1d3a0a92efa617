using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Another example's z decodes better than an example's own, clearly: rows are not in one order, or log-likelihoods
/// stand where negative ones are meant.
/// </summary>
internal sealed class LS0002RowsOrSign : IRule
{
    /// <inheritdoc/>
    public string Id => "LS0002";

    /// <inheritdoc/>
    public string Name => "Rows or sign";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Error;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.UsageGap.Value is not { } usage
            || !(usage.Difference.Value < -thresholds.UsedFrom)
            || !(usage.Difference.Value + thresholds.ContradictionErrors * usage.Difference.StandardError < 0))
            return null;
        return new Finding(
            Id, Level,
            $"Rows or sign: an example decodes {Figures.Of(-usage.Difference.Value)} nats better with another "
                + "example's z than with its own.",
            [Cited.UsageGap(usage)],
            "It does not say anything about the decoder. Findings that rest on its likelihoods are withheld.",
            "Check that nll arrays are -ln p (not ln p), and that their rows are the examples of posterior_mean, "
                + "in its order.");
    }
}
