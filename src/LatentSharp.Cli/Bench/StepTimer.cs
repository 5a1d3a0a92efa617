using System.Diagnostics;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Training;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace LatentSharp.Cli.Bench;

/// <summary>What a workload took.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Threads">Threads used.</param>
/// <param name="MillisecondsPerStep">The median.</param>
/// <param name="ExamplesPerSecond">At the median.</param>
/// <param name="PeakMegabytes">The largest resident set of the process so far, in MiB.</param>
internal sealed record StepTiming(
    string Workload,
    int Threads,
    double MillisecondsPerStep,
    double ExamplesPerSecond,
    double PeakMegabytes);

/// <summary>Times training steps on random data, the drawing of each batch included.</summary>
internal static class StepTimer
{
    // A first second lets the runtime replace its first, quick translation of every method by an optimised one.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1), Measured = TimeSpan.FromSeconds(1);

    /// <summary>Times a workload.</summary>
    /// <param name="workload">The model and its batch.</param>
    /// <param name="threads">Threads to use; 0 means one per processor.</param>
    /// <param name="share">The share to take of the usual second of warming up and second of measuring.</param>
    public static StepTiming Time(Workload workload, int threads, double share = 1)
    {
        using var device = Device.Cpu(threads);
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0.01));
        var step = new TrainingStep(
            new Cvae(workload.Model, seed: 0),
            objective,
            new TrainingOptions(),
            new ConstantSchedule(1e-3),
            device);
        var condition = new Tensor(new Shape(workload.BatchSize, workload.Model.ConditionDimensions));
        var target = new Tensor(new Shape(workload.BatchSize, workload.Model.TargetDimensions));
        var ticks = new List<long>();
        var clock = Stopwatch.StartNew();
        for (int i = 0; clock.Elapsed < share * (WarmUp + Measured) || ticks.Count < 5; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Draw(workload, condition, target, i);
            step.Take(condition, target, i, epoch: 0);
            if (clock.Elapsed >= share * WarmUp)
                ticks.Add(Stopwatch.GetTimestamp() - start);
        }

        ticks.Sort();
        double seconds = ticks[ticks.Count / 2] / (double)Stopwatch.Frequency;
        using var process = Process.GetCurrentProcess();
        return new StepTiming(
            workload.Name,
            device.Threads,
            seconds * 1e3,
            workload.BatchSize / seconds,
            process.PeakWorkingSet64 / (1024.0 * 1024.0));
    }

    private static void Draw(Workload workload, Tensor condition, Tensor target, int step)
    {
        var conditions = new RandomStream(0, RandomPurpose.Synthesis, 2 * (ulong)step);
        var targets = new RandomStream(0, RandomPurpose.Synthesis, 2 * (ulong)step + 1);
        if (workload.Model.Likelihood != LikelihoodKind.Bernoulli)
        {
            conditions.FillNormal(condition.Span);
            targets.FillNormal(target.Span);
            return;
        }

        // To the nearest whole number: 0 or 1, without a branch that would be mispredicted every other time.
        conditions.FillUniform(condition.Span);
        targets.FillUniform(target.Span);
        TensorPrimitives.Round(target.Span, target.Span);
    }
}
