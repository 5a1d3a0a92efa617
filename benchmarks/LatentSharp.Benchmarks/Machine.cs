using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Tensors;

namespace LatentSharp.Benchmarks;

/// <summary>What this machine can do at most: multiply-adds between registers, and streams through memory.</summary>
internal static class Machine
{
    private const int Iterations = 200_000;

    // Enough independent sums to fill two units of four cycles' latency, few enough for sixteen registers.
    private const int Sums = 10;

    /// <summary>Thread counts worth a table: one, and one per processor.</summary>
    public static int[] ThreadCounts { get; } = [.. new[] { 1, Environment.ProcessorCount }.Distinct()];

    /// <summary>Floating-point operations of one call of <see cref="MultiplyAdd"/>.</summary>
    public static double MultiplyAddFlops(Device device) =>
        2.0
        * Iterations
        * Sums
        * device.Threads
        * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count);

    /// <summary>Multiplies and adds in registers only, on every thread.</summary>
    public static void MultiplyAdd(Device device)
    {
        var job = new MultiplyAddJob { Results = new float[device.Threads] };
        device.Run(ref job, device.Threads);
    }

    /// <summary>
    /// Bytes that one call of <see cref="Stream"/> moves: it reads four arrays and writes three, as Adam does.
    /// </summary>
    public static double StreamBytes(Tensor[] arrays) => 7.0 * sizeof(float) * arrays[0].Shape.Length;

    /// <summary>Four arrays of a given length.</summary>
    public static Tensor[] StreamArrays(int length) =>
        [.. Enumerable.Range(0, 4).Select(_ => new Tensor(new Shape(length)))];

    /// <summary>Adds the first array to the other three.</summary>
    public static void Stream(Tensor[] arrays, Device device)
    {
        var job = new StreamJob { Arrays = arrays, Shards = device.Threads };
        device.Run(ref job, device.Threads);
    }

    private struct MultiplyAddJob : IShardedJob
    {
        public float[] Results;

        public readonly void Run(int shard) => Results[shard] = Vector512.IsHardwareAccelerated ? Wide() : Narrow();

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Wide()
        {
            Vector512<float> x = Vector512.Create(0.999f),
                a = x,
                b = x,
                c = x,
                d = x,
                e = x,
                f = x,
                g = x,
                h = x,
                i = x,
                j = x;
            for (int n = 0; n < Iterations; n++)
            {
                (a, b) = (Vector512.FusedMultiplyAdd(a, x, x), Vector512.FusedMultiplyAdd(b, x, x));
                (c, d) = (Vector512.FusedMultiplyAdd(c, x, x), Vector512.FusedMultiplyAdd(d, x, x));
                (e, f) = (Vector512.FusedMultiplyAdd(e, x, x), Vector512.FusedMultiplyAdd(f, x, x));
                (g, h) = (Vector512.FusedMultiplyAdd(g, x, x), Vector512.FusedMultiplyAdd(h, x, x));
                (i, j) = (Vector512.FusedMultiplyAdd(i, x, x), Vector512.FusedMultiplyAdd(j, x, x));
            }

            return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Narrow()
        {
            Vector256<float> x = Vector256.Create(0.999f),
                a = x,
                b = x,
                c = x,
                d = x,
                e = x,
                f = x,
                g = x,
                h = x,
                i = x,
                j = x;
            for (int n = 0; n < Iterations; n++)
            {
                (a, b) = (Vector256.FusedMultiplyAdd(a, x, x), Vector256.FusedMultiplyAdd(b, x, x));
                (c, d) = (Vector256.FusedMultiplyAdd(c, x, x), Vector256.FusedMultiplyAdd(d, x, x));
                (e, f) = (Vector256.FusedMultiplyAdd(e, x, x), Vector256.FusedMultiplyAdd(f, x, x));
                (g, h) = (Vector256.FusedMultiplyAdd(g, x, x), Vector256.FusedMultiplyAdd(h, x, x));
                (i, j) = (Vector256.FusedMultiplyAdd(i, x, x), Vector256.FusedMultiplyAdd(j, x, x));
            }

            return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
        }
    }

    private struct StreamJob : IShardedJob
    {
        public Tensor[] Arrays;
        public int Shards;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int shard)
        {
            int length = Arrays[0].Shape.Length,
                start = (int)((long)length * shard / Shards),
                end = (int)((long)length * (shard + 1) / Shards);
            Span<float> g = Arrays[0].Span[start..end],
                w = Arrays[1].Span[start..end],
                m = Arrays[2].Span[start..end],
                v = Arrays[3].Span[start..end];
            for (int i = 0; i < g.Length; i += Vectors.Width)
            {
                Vector<float> gradient = Vectors.Load(g, i);
                Vectors.Add(w, i, gradient);
                Vectors.Add(m, i, gradient);
                Vectors.Add(v, i, gradient);
            }
        }
    }
}
