using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The number that epochs are chosen by rose over at least half of the run while the training loss fell: the model went
/// on learning its training examples by heart. <see cref="PastBest"/> tells a rise from noise.
/// </summary>
internal sealed class LS9004PastItsBest : IRule
{
    /// <inheritdoc/>
    public string Id => "LS9004";

    /// <inheritdoc/>
    public string Name => "Trained past its best";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.History is not { } history
            || health is null
            || PastBest.Of(history, health, thresholds) is not { } past)
            return null;
        return new Finding(
            Id,
            Level,
            $"Training went on past its best: validation was best after epoch {past.BestEpoch + 1} of " +
                $"{past.Epochs} and has risen since, while the training loss fell; the weights that are read are " +
                "those of the best epoch.",
            [
                new EvidenceItem(
                    "training.validation_best",
                    past.Best,
                    null,
                    $"validation {Figures.Of(past.Best)} after epoch {past.BestEpoch + 1}"),
                new EvidenceItem(
                    "training.validation_last",
                    past.Last,
                    null,
                    $"validation {Figures.Of(past.Last)} at the end"),
            ],
            "It does not say that the weights that are read are overfitted: they are from before the rise.",
            "Stop earlier with early_stopping_patience, which saves time; for a better best, give more examples, a " +
                "smaller hidden or some weight_decay.");
    }
}
