using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;

namespace LatentSharp.Optimization;

/// <summary>
/// The global norm of all gradients, and the factor that keeps it under a limit (Pascanu, Mikolov and Bengio 2013,
/// algorithm 1).
/// </summary>
internal sealed class GradientClipping
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly ParameterShards shards;
    private readonly double[] sums;

    /// <summary>Prepares to measure these parameters' gradients.</summary>
    public GradientClipping(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        shards = new ParameterShards(parameters);
        sums = new double[shards.All.Length];
    }

    /// <summary>sqrt(sum g^2) over all parameters.</summary>
    public double Norm(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var job = new SquareJob { Owner = this };
        shards.Run(ref job, device);
        double total = 0;
        foreach (double sum in sums)
            total += sum;
        return Math.Sqrt(total);
    }

    /// <summary>min(1, limit / norm); 1 where there is no limit.</summary>
    public static double Scale(double norm, double? limit) => limit is { } most && norm > most ? most / norm : 1;

    private struct SquareJob : IShardedJob
    {
        public GradientClipping Owner;

        public readonly void Run(int shard)
        {
            (int index, int start, int count) = Owner.shards.All[shard];
            Owner.sums[shard] = Sums.OfSquares(Owner.parameters[index].Gradient.Span.Slice(start, count));
        }
    }
}
