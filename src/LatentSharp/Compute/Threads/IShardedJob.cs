namespace LatentSharp.Compute.Threads;

/// <summary>
/// Work cut into shards that may run in any order on any thread. A shard writes only its own part of the result,
/// so the result does not depend on who ran it.
/// </summary>
internal interface IShardedJob
{
    /// <summary>Runs one shard.</summary>
    void Run(int shard);
}
