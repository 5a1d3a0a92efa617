using LatentSharp.Compute;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

public class StepAllocationTests
{
    [Theory]
    [InlineData(LikelihoodKind.Bernoulli, false)]
    [InlineData(LikelihoodKind.NormalLearnedScale, false)]
    [InlineData(LikelihoodKind.Categorical, false)]
    [InlineData(LikelihoodKind.Bernoulli, true)]
    public void A_step_in_the_steady_state_allocates_at_most_four_kilobytes(LikelihoodKind likelihood, bool softRange)
    {
        const int steps = 100;
        using var device = Device.Cpu(1);
        var options = SmallTask.Model with
        {
            Hidden = [64, 64],
            Likelihood = likelihood,
            LogVarianceRange = softRange ? new LogVarianceRange(-10, 10) : null,
        };
        var objective = Objective.EvidenceLowerBound(new LinearWarmupSchedule(1, 20), new ConstantSchedule(0.1));
        var training = new TrainingStep(
            new Cvae(options, seed: 1),
            objective,
            new TrainingOptions { GradientClipNorm = 1 },
            new ConstantSchedule(1e-3),
            device);
        Tensor x = SmallTask.Data.Train.Condition,
            y = SmallTask.Data.Train.Target;

        long step = 0;
        for (; step < steps; step++)
            training.Take(x, y, step, epoch: 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (; step < 2 * steps; step++)
            training.Take(x, y, step, epoch: 0);
        double perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)steps;
        Assert.True(perStep <= 4096, $"A step allocates {perStep} bytes.");
    }

    [Fact]
    public void Batches_of_two_sizes_by_turns_allocate_no_more()
    {
        using var device = Device.Cpu(1);
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0));
        var training = new TrainingStep(
            new Cvae(SmallTask.Model, seed: 1),
            objective,
            new TrainingOptions(),
            new ConstantSchedule(1e-3),
            device);
        (Tensor X, Tensor Y)[] batches =
        [
            .. new[] { 96, 40 }.Select(count =>
                (SmallTask.Data.Train.Condition.Rows(0, count), SmallTask.Data.Train.Target.Rows(0, count))),
        ];
        for (int step = 0; step < 20; step++)
            training.Take(batches[step % 2].X, batches[step % 2].Y, step, epoch: 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 20; step < 120; step++)
            training.Take(batches[step % 2].X, batches[step % 2].Y, step, epoch: 0);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before <= 100 * 4096);
    }
}
