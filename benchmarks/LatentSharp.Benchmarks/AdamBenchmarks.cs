using BenchmarkDotNet.Attributes;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Optimization;
using LatentSharp.Tensors;

namespace LatentSharp.Benchmarks;

/// <summary>
/// One update of as many parameters as a small and a large network have, against a pass that only streams.
/// </summary>
public class AdamBenchmarks
{
    private readonly Device device = Device.Cpu();
    private Adam adam = null!;
    private Tensor[] arrays = null!;

    /// <summary>Parameters.</summary>
    [Params(20_000, 3_000_000)]
    public int Count { get; set; }

    /// <summary>Makes a parameter with a random gradient.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var parameter = new Parameter("weight", new Tensor(new Shape(Count)));
        new RandomStream(0, RandomPurpose.Synthesis).FillNormal(parameter.Gradient.Span);
        adam = new Adam([parameter], new AdamOptions());
        arrays = Machine.StreamArrays(Count);
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    /// <summary>The update.</summary>
    [Benchmark]
    public void Update() => adam.Update(1e-3, 1, device);

    /// <summary>The same reads and writes with one addition each.</summary>
    [Benchmark(Baseline = true)]
    public void Stream() => Machine.Stream(arrays, device);
}
