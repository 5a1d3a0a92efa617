using System.Globalization;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

[Trait("speed", "slow")]
public class ReproducibilityTests
{
    // Wide enough that matrix products, in columns and in slices of the depth, the gradient's norm and Adam are all
    // shared among threads.
    private static readonly CvaeOptions Model = new()
    {
        ConditionDimensions = 24,
        TargetDimensions = 40,
        LatentDimensions = 6,
        Hidden = [420, 160],
    };

    private static readonly DatasetSplit Data = new(
        SmallTask.Examples(Model, 160, 21),
        SmallTask.Examples(Model, 50, 22),
        SmallTask.Examples(Model, 50, 23));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Records_and_weights_are_the_same_to_the_bit_for_any_number_of_threads_every_time(int threads)
    {
        (string[] records, int[] weights) = Train(seed: 5, threads: 1);
        for (int repetition = 0; repetition < 20; repetition++)
        {
            (string[] again, int[] sameWeights) = Train(seed: 5, threads);
            Assert.Equal(records, again);
            Assert.Equal(weights, sameWeights);
        }
    }

    [Fact]
    public void Another_seed_gives_another_run()
    {
        (string[] records, int[] weights) = Train(seed: 5, threads: 1);
        (string[] others, int[] otherWeights) = Train(seed: 6, threads: 1);
        Assert.NotEqual(records[0], others[0]);
        Assert.NotEqual(weights, otherWeights);
    }

    [Fact]
    public void The_seed_of_training_alone_changes_order_and_noise()
    {
        Assert.NotEqual(
            Train(seed: 5, threads: 1, modelSeed: 1).Records[0],
            Train(seed: 6, threads: 1, modelSeed: 1).Records[0]);
    }

    [Fact]
    public async Task Trainings_at_once_on_one_device_are_each_as_alone()
    {
        ulong[] seeds = [5, 6, 7];
        (string[] Records, int[] Weights)[] alone = [.. seeds.Select(seed => Train(seed, threads: 1))];
        using var device = Device.Cpu(4);
        for (int repetition = 0; repetition < 5; repetition++)
        {
            (string[] Records, int[] Weights)[] together = await Task.WhenAll(
                seeds.Select(seed => Task.Factory.StartNew(
                    () => Train(seed, device, seed),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default)));
            foreach (((string[] Records, int[] Weights) expected, (string[] Records, int[] Weights) actual) in
                alone.Zip(together))
            {
                Assert.Equal(expected.Records, actual.Records);
                Assert.Equal(expected.Weights, actual.Weights);
            }
        }
    }

    private static (string[] Records, int[] Weights) Train(ulong seed, int threads, ulong? modelSeed = null)
    {
        using var device = Device.Cpu(threads);
        return Train(seed, device, modelSeed ?? seed);
    }

    // Records as text with every number in its shortest form that reads back the same, so that equality is to the bit.
    private static (string[] Records, int[] Weights) Train(ulong seed, Device device, ulong modelSeed)
    {
        var model = new Cvae(Model, modelSeed);
        var objective = Objective.EvidenceLowerBound(new LinearWarmupSchedule(1, 4), new ConstantSchedule(0.1));
        var observer = new RecordingProgress();
        var options = new TrainingOptions { Seed = seed, Epochs = 2, BatchSize = 64, GradientClipNorm = 1 };
        new Trainer(model, objective, options, Data, device).Run(observer);
        string[] records =
        [
            .. observer.Steps.Select(step =>
                FormattableString.Invariant(
                    $"{step.Step} {step.GradientNorm:R} {step.LearningRate:R} {Text(step.Objective)}")),
            .. observer.Epochs.Select(epoch =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{epoch.Epoch} {epoch.IsBest} {epoch.Validation.PriorVariance:R} "
                        + $"{Text(epoch.Validation.Objective)}")),
        ];
        return (records, SmallTask.WeightBits(model));
    }

    private static string Text(ObjectiveBreakdown objective) =>
        string.Join(
            " ",
            objective.Terms.Select(term => FormattableString.Invariant($"{term.Name} {term.Raw:R} {term.Weight:R}")));
}
