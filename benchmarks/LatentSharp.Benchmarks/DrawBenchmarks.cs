using BenchmarkDotNet.Attributes;
using LatentSharp.Compute.Randomness;

namespace LatentSharp.Benchmarks;

/// <summary>
/// Draws from a random stream: the noise of one latent batch of 128 by 50, and one batch of quadrant's data.
/// </summary>
public class DrawBenchmarks
{
    private float[] values = [];

    /// <summary>Draws.</summary>
    [Params(128 * 50, 128 * 784)]
    public int Count { get; set; }

    /// <summary>Makes room.</summary>
    [GlobalSetup]
    public void Setup() => values = new float[Count];

    /// <summary>Standard normal draws.</summary>
    [Benchmark]
    public void Normal() => new RandomStream(0, RandomPurpose.Synthesis).FillNormal(values);

    /// <summary>Uniform draws, which the normal ones are made of.</summary>
    [Benchmark(Baseline = true)]
    public void Uniform() => new RandomStream(0, RandomPurpose.Synthesis).FillUniform(values);
}
