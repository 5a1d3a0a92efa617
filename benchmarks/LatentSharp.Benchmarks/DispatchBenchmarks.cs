using BenchmarkDotNet.Attributes;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;

namespace LatentSharp.Benchmarks;

/// <summary>What it costs to give a job without work to a pool's threads, warm as within a step.</summary>
public class DispatchBenchmarks
{
    private readonly Device device = Device.Cpu();

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    /// <summary>Every thread takes a shard.</summary>
    [Benchmark]
    public void Dispatched() => Run(small: false);

    /// <summary>The caller takes them all.</summary>
    [Benchmark(Baseline = true)]
    public void Alone() => Run(small: true);

    private void Run(bool small)
    {
        var job = default(Nothing);
        device.Run(ref job, device.Threads, small);
    }

    private readonly struct Nothing : IShardedJob
    {
        public void Run(int shard)
        {
        }
    }
}
