using BenchmarkDotNet.Attributes;
using LatentSharp.Compute;

namespace LatentSharp.Benchmarks;

/// <summary>The matrix product on all processors, against OpenBLAS.</summary>
public class ProductBenchmarks
{
    private readonly Device device = Device.Cpu();
    private ProductCase product = null!;

    /// <summary>What <see cref="ProductShape.All"/> lists.</summary>
    public static IEnumerable<string> Shapes => ProductShape.All.Select(shape => shape.ToString());

    /// <summary>The product.</summary>
    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    /// <summary>Fills the matrices.</summary>
    [GlobalSetup]
    public void Setup()
    {
        product = new ProductCase(ProductShape.All.Single(shape => shape.ToString() == Shape));
        if (OpenBlas.IsAvailable)
            OpenBlas.SetThreads(device.Threads);
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    /// <summary>This library's product.</summary>
    [Benchmark(Baseline = true)]
    public void LatentSharp() => product.Ours(device);

    /// <summary>The same product by sgemm.</summary>
    [Benchmark]
    public void Blas()
    {
        if (!OpenBlas.IsAvailable)
            throw new InvalidOperationException(
                "OpenBLAS (libopenblas.so.0) was not found; install it, or leave this benchmark out with " +
                    "--filter *LatentSharp.");
        product.Theirs();
    }
}
