using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Many log-variances of q equal the least or the greatest of all: they were cut off there.
/// </summary>
internal sealed class LS0005AtABound : IRule
{
    /// <inheritdoc/>
    public string Id => "LS0005";

    /// <inheritdoc/>
    public string Name => "At a bound";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Checks.Clamped is not { } clamped)
            return null;
        string which = clamped.IsLeast ? "least" : "greatest";
        return new Finding(
            Id, Level,
            $"Log-variances of q are cut off: {Figures.Percent(clamped.Share)} of them are exactly "
                + $"the {which} of their dimension, such as {Figures.Of(clamped.Bound)}.",
            [
                new EvidenceItem(
                    "log_variance.at_bound", clamped.Share, null,
                    $"{Figures.Percent(clamped.Share)} of log-variances at the {which} of their dimension, of those "
                        + "where they vary"),
            ],
            "It does not say that the bound is harmful: it may only be met where the latent is idle. The KL of the "
                + "value before the bound is another.",
            "Export the log-variance after the bound, as it was drawn with; if much of the latent rests there, "
                + "widen it (log_variance_range).");
    }
}
