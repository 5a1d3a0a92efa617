using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// A log-variance is above 80, or a sum over an example is not finite: no mean over the examples means anything.
/// </summary>
internal sealed class LS0003Exploded : IRule
{
    /// <inheritdoc/>
    public string Id => "LS0003";

    /// <inheritdoc/>
    public string Name => "Exploded";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Error;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Checks.Exploded is not { } exploded)
            return null;
        return new Finding(
            Id, Level,
            $"Exploded: {Figures.Count(exploded.Count)} of {Figures.Count(reading.Examples)} examples have a "
                + $"variance beyond any use, the first in row {exploded.First} (counted from 0).",
            [
                new EvidenceItem(
                    "log_variance.largest", exploded.LargestLogVariance, null,
                    $"largest log-variance {Figures.Of(exploded.LargestLogVariance)}"),
                new EvidenceItem(
                    "log_variance.exploded_examples", exploded.Count, null,
                    $"{Figures.Count(exploded.Count)} examples above 80, or with a sum that is not finite"),
            ],
            "It does not say that training diverged: one example far from the training data is enough. Findings "
                + "that rest on means of variances are withheld.",
            "Look at these examples; bound the log-variance in the network (log_variance_range), or leave them out "
                + "and say so.");
    }
}
