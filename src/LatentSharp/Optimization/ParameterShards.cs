using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;

namespace LatentSharp.Optimization;

/// <summary>
/// The elements of all parameters cut into pieces of fixed length, so that passes over them can be shared among
/// threads and their sums still come out the same.
/// </summary>
internal sealed class ParameterShards
{
    private const int Length = 1 << 14;

    // Below this many elements one thread is done before a second has woken.
    private const int SmallWork = 1 << 17;

    private readonly bool small;

    public ParameterShards(IReadOnlyList<Parameter> parameters)
    {
        var shards = new List<(int Parameter, int Start, int Count)>();
        for (int p = 0; p < parameters.Count; p++)
        {
            int length = parameters[p].Value.Shape.Length;
            for (int start = 0; start < length; start += Length)
                shards.Add((p, start, Math.Min(Length, length - start)));
        }

        // The thread that computed a part of a matrix product's result goes on with the same part of the parameter.
        All = [.. shards.OrderBy(shard => shard.Start / (double)parameters[shard.Parameter].Value.Shape.Length)];
        small = parameters.Sum(parameter => (long)parameter.Value.Shape.Length) < SmallWork;
    }

    /// <summary>Runs a job over all shards: on the pool where that pays.</summary>
    public void Run<TJob>(ref TJob job, Device device)
        where TJob : struct, IShardedJob =>
        device.Run(ref job, All.Length, small);

    /// <summary>Which parameter, from which element, how many.</summary>
    public (int Parameter, int Start, int Count)[] All { get; }
}
