using LatentSharp.Compute.Threads;

namespace LatentSharp.Compute;

/// <summary>
/// What computations run on: the processor's cores. A device may be shared by any number of threads and models; their
/// work is done in turn, and no result depends on how many cores there are.
/// </summary>
public sealed class Device : IDisposable
{
    private readonly WorkerPool pool;

    private Device(WorkerPool pool) => this.pool = pool;

    /// <summary>The number of threads that work, the caller among them.</summary>
    public int Threads => pool.Threads;

    /// <summary>The cores of this machine. Dispose of it to end its threads.</summary>
    /// <param name="threads">How many threads work, the caller among them; 0 means one per processor.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative or above 1024.</exception>
    public static Device Cpu(int threads = 0) => new(new WorkerPool(threads));

    /// <inheritdoc/>
    public void Dispose() => pool.Dispose();

    /// <inheritdoc cref="WorkerPool.Run"/>
    internal void Run<TJob>(ref TJob work, int shardCount, bool small = false)
        where TJob : struct, IShardedJob => pool.Run(ref work, shardCount, small);
}
