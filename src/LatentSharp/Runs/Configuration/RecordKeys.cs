using System.Globalization;
using LatentSharp.Training;
using LatentSharp.Words;
using static LatentSharp.Runs.Configuration.KeyRows;

namespace LatentSharp.Runs.Configuration;

/// <summary>The keys of what a run writes and keeps, what it does when a number is not finite, and its seed.</summary>
internal static class RecordKeys
{
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Whole(
            "log_every_steps", "steps from one line of metrics.jsonl to the next",
            c => c.LogEverySteps, (c, v) => c with { LogEverySteps = AtLeast("log_every_steps", v, 1) }),
        Switch(
            "tensorboard", "yes writes a log for TensorBoard beside metrics.jsonl",
            c => c.TensorBoard, (c, v) => c with { TensorBoard = v }),
        Whole(
            "checkpoint_every_steps", "steps from one checkpoint to the next",
            c => c.Training.CheckpointEverySteps,
            (c, v) => TrainingKeys.Of(c, t => t with { CheckpointEverySteps = v })),
        OptionalNumber(
            "checkpoint_keep_every", "every so many checkpoints one is kept for good; none keeps the last two",
            c => c.CheckpointKeepEvery is { } every ? Format(every) : null,
            (c, v) => c with
            {
                CheckpointKeepEvery = v is null
                    ? null
                    : AtLeast("checkpoint_keep_every", ParseWhole("checkpoint_keep_every", v), 1),
            }),
        Choice(
            "on_non_finite", "stop, or rollback to the last checkpoint with half the learning rate",
            [("stop", NonFinitePolicy.Stop), ("rollback", NonFinitePolicy.Rollback)],
            c => c.Training.OnNonFinite, (c, v) => TrainingKeys.Of(c, t => t with { OnNonFinite = v })),
        new(
            "seed", "seed of weights, order and noise",
            c => [c.Training.Seed.ToString(CultureInfo.InvariantCulture)],
            (c, v) => TrainingKeys.Of(c, t => t with { Seed = ParseSeed(Single("seed", v)) }))
        {
            IsNumber = true,
        },
    ];

    private static ulong ParseSeed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw OptionException.OutOfRange("seed", OneLine.Excerpt(text), "a whole number of at least 0");
}
