using System.Diagnostics;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Tensors.Randomness;
using LatentSharp.Tensors.Threads;
using LatentSharp.Training;

namespace LatentSharp.Cli.Bench;

/// <summary>What a workload took.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Threads">Threads used.</param>
/// <param name="MillisecondsPerStep">The median.</param>
/// <param name="ExamplesPerSecond">At the median.</param>
/// <param name="PeakMegabytes">The largest resident set of the process so far, in MiB.</param>
internal sealed record StepTiming(string Workload, int Threads, double MillisecondsPerStep, double ExamplesPerSecond, double PeakMegabytes);

/// <summary>Times training steps on random data, the drawing of each batch included.</summary>
internal static class StepTimer
{
    public static StepTiming Time(Workload workload, int threads)
    {
        using var pool = new WorkerPool(threads);
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0.01));
        var step = new TrainingStep(new Cvae(workload.Model, seed: 0), objective, new TrainingOptions(), new ConstantSchedule(1e-3), pool);
        var condition = new Tensor(new Shape(workload.BatchSize, workload.Model.ConditionDimensions));
        var target = new Tensor(new Shape(workload.BatchSize, workload.Model.TargetDimensions));
        var ticks = new long[workload.Steps];
        for (int i = 0; i < ticks.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Draw(workload, condition, target, i);
            step.Take(condition, target, i, epoch: 0);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        long[] counted = ticks[(ticks.Length / 5)..];
        Array.Sort(counted);
        double seconds = counted[counted.Length / 2] / (double)Stopwatch.Frequency;
        using var process = Process.GetCurrentProcess();
        return new StepTiming(workload.Name, pool.Threads, seconds * 1e3, workload.BatchSize / seconds, process.PeakWorkingSet64 / (1024.0 * 1024.0));
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

        conditions.FillUniform(condition.Span);
        targets.FillUniform(target.Span);
        foreach (ref float value in target.Span)
            value = value > 0.5f ? 1f : 0f;
    }
}
