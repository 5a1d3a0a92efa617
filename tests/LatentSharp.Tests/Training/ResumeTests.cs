using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private static readonly Objective Warming = Objective.EvidenceLowerBound(
        new LinearWarmupSchedule(1, 6),
        new ConstantSchedule(0.1));

    private static readonly TrainingOptions Options = new()
    {
        Seed = 3,
        Epochs = 4,
        BatchSize = 40,
        LearningRate = 0.05,
        LearningRateDecay = LearningRateDecay.Cosine,
        EarlyStoppingPatience = 3,
        CheckpointEverySteps = 1,
    };

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void From_every_checkpoint_training_goes_on_to_the_same_bits()
    {
        var checkpoints = new MemoryCheckpoints();
        (Trainer whole, RecordingProgress heard) = New();
        whole.Run(heard, checkpoints);
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12], checkpoints.All.Select(kept => kept.Step));
        foreach (MemoryCheckpoints.Kept kept in checkpoints.All)
        {
            (Trainer resumed, RecordingProgress rest) = New();
            kept.ApplyTo(resumed.State);
            var again = new MemoryCheckpoints();
            resumed.Run(rest, again);
            Assert.Equal(heard.Steps.Skip((int)kept.Step).Select(Text), rest.Steps.Select(Text));
            Assert.Equal(heard.Epochs.Skip(kept.Epoch).Select(Text), rest.Epochs.Select(Text));
            Assert.Equal(Bits(checkpoints), Bits(again));
        }

        static string Text(ITrainingRecord record) =>
            record switch
            {
                StepRecord step => FormattableString.Invariant(
                    $"{step.Step} {step.Objective.Total:R} {step.GradientNorm:R} {step.LearningRate:R}"),
                EpochRecord epoch => FormattableString.Invariant(
                    $"{epoch.Epoch} {epoch.Steps} {epoch.Validation.Objective.Total:R} {epoch.IsBest}"),
                _ => "",
            };

        static int[] Bits(MemoryCheckpoints kept) =>
            [
                .. kept.All[^1]
                    .Tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .SelectMany(entry => entry.Value.Span.ToArray())
                    .Select(BitConverter.SingleToInt32Bits),
            ];
    }

    [Fact]
    public void Stopped_in_a_validation_a_training_goes_on_with_it()
    {
        var checkpoints = new MemoryCheckpoints();
        using var source = new CancellationTokenSource();
        (Trainer stopped, _) = New();
        var stopping = new RecordingProgress { AtStep = step => { if (step.Step == 2) source.Cancel(); } };
        Assert.Equal(TrainingOutcome.Cancelled, stopped.Run(stopping, checkpoints, source.Token).Outcome);
        Assert.Equal((3L, 0, 3), (checkpoints.All[^1].Step, checkpoints.All[^1].Epoch, checkpoints.All[^1].Batch));

        (Trainer resumed, RecordingProgress rest) = New();
        checkpoints.Restore(resumed.State);
        (Trainer whole, RecordingProgress heard) = New();
        resumed.Run(rest);
        whole.Run(heard);
        Assert.Equal(
            heard.Epochs.Select(epoch => epoch.Validation.Objective.Total),
            rest.Epochs.Select(epoch => epoch.Validation.Objective.Total));
    }

    // A weight goes bad whenever the learning rate is above a limit: a few halvings get past it.
    [Fact]
    public void A_rollback_goes_on_from_the_last_checkpoint_at_half_the_rate_and_is_recorded()
    {
        (Trainer trainer, _) = New(
            Options with
            {
                OnNonFinite = NonFinitePolicy.Rollback,
                CheckpointEverySteps = 5,
                LearningRateDecay = LearningRateDecay.None,
            }
        );
        var checkpoints = new MemoryCheckpoints();
        var progress = new RecordingProgress
        {
            AtStep = step =>
            {
                if (step.Step == 7 && step.LearningRate > 0.05 / 3)
                    trainer.State.Tensors.First().Tensor.Span[0] = float.NaN;
            },
        };
        TrainingResult result = trainer.Run(progress, checkpoints);
        Assert.Equal((TrainingOutcome.Completed, 12L), (result.Outcome, result.Steps));
        Assert.Equal(
            [(8L, 5L, 0.5), (8L, 5L, 0.25)],
            progress.Rollbacks.Select(rollback => (rollback.Step, rollback.ToStep, rollback.LearningRateScale)));
        Assert.All(
            progress.Rollbacks,
            rollback => Assert.Equal("reconstruction is NaN, first in inference.0.weight", rollback.Reason));
        Assert.Equal(
            [0, 1, 2, 3, 4, 5, 6, 7, 5, 6, 7, 5, 6, 7, 8, 9, 10, 11],
            progress.Steps.Select(step => (int)step.Step));
        Assert.Equal(0.05 / 4, progress.Steps[^1].LearningRate, 1e-12);
        Assert.Equal(progress.Rollbacks, checkpoints.All[^1].Rollbacks);
        Assert.Equal([0L, 5, 10, 12], checkpoints.All.Select(kept => kept.Step));
    }

    [Fact]
    public void Rollbacks_end_after_a_fixed_number()
    {
        (Trainer trainer, _) = New(Options with { OnNonFinite = NonFinitePolicy.Rollback });
        var progress = new RecordingProgress { AtStep = _ => trainer.State.Tensors.First().Tensor.Span[0] = float.NaN };
        var failure = Assert.Throws<NonFiniteException>(() => trainer.Run(progress, new MemoryCheckpoints()));
        Assert.Equal("inference.0.weight is not finite", failure.Problem);
        Assert.Equal(Trainer.MostRollbacks, progress.Rollbacks.Count);
    }

    private (Trainer Trainer, RecordingProgress Progress) New(TrainingOptions? options = null)
    {
        return (
            new Trainer(new Cvae(SmallTask.Model, seed: 1), Warming, options ?? Options, SmallTask.Data, device),
            new RecordingProgress());
    }
}
