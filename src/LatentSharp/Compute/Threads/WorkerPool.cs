using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace LatentSharp.Compute.Threads;

/// <summary>
/// A fixed set of threads that run sharded jobs together with the caller. A dispatch costs a few microseconds while
/// the workers are warm: they watch for the next job for a moment before they sleep, which is the gap between two
/// kernels of a training step. A thread begins with its own part of the shards, the same at every job, so that it finds
/// in its cache what it left there, and then helps the others. Any thread may use a pool: jobs of several callers run
/// one after the other.
/// </summary>
internal sealed unsafe class WorkerPool : IDisposable
{
    private const int ClosedGate = int.MinValue;
    private const int SpinsBeforeSleep = 4000;

    // Counters this far apart share no cache line.
    private const int CounterStride = 32;

    // A thread that runs a shard cannot dispatch a job: whoever dispatched its shard waits for it and holds the lock.
    [ThreadStatic]
    private static bool inShard;

    // The fields below describe the one job that runs; a second caller waits for its end.
    private readonly Lock dispatch = new();
    private readonly Thread[] workers;
    private readonly SemaphoreSlim wake = new(0);
    private int sleeping;
    private int generation;
    private int gate = ClosedGate;
    private bool disposed;

    private delegate*<void*, int, void> run;
    private void* job;
    private int shards;
    private readonly int[] next;
    private Exception? failure;

    /// <summary>Starts a pool.</summary>
    /// <param name="threads">How many threads work on a job, the caller among them; 0 means one per processor.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative or above 1024.</exception>
    public WorkerPool(int threads = 0)
    {
        if (threads is < 0 or > 1024)
            throw new ArgumentOutOfRangeException(
                nameof(threads),
                $"WorkerPool: {threads} threads were asked for; give 0 (one per processor) to 1024.");
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        next = new int[Threads * CounterStride];
        workers = new Thread[Threads - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            int self = i + 1;
            workers[i] = new Thread(() => Work(self)) { IsBackground = true, Name = $"LatentSharp worker {self}" };
            workers[i].Start();
        }
    }

    /// <summary>The number of threads that work on a job, the caller among them.</summary>
    public int Threads { get; }

    /// <summary>Ends the worker threads, once a job that runs has ended.</summary>
    public void Dispose()
    {
        lock (dispatch)
        {
            if (disposed)
                return;
            Volatile.Write(ref disposed, true);
        }

        Interlocked.Increment(ref generation);
        if (workers.Length > 0)
            wake.Release(workers.Length);
        foreach (Thread worker in workers)
            worker.Join();
        wake.Dispose();
    }

    /// <summary>
    /// Runs every shard of a job and returns when all are done. Callers on several threads take turns. What a shard
    /// throws reaches the caller as it was thrown, once no shard runs any more; the others may or may not have run.
    /// </summary>
    /// <param name="work">
    /// A local variable: the workers hold its address, which a field of an object could lose.
    /// </param>
    /// <param name="shardCount">How many shards there are.</param>
    /// <param name="small">
    /// Whether the caller runs them all, because waking another thread would cost more than it saves.
    /// </param>
    /// <exception cref="ObjectDisposedException">The workers have ended.</exception>
    /// <exception cref="InvalidOperationException">A shard of a job asks for another job on the workers.</exception>
    internal void Run<TJob>(ref TJob work, int shardCount, bool small = false)
        where TJob : struct, IShardedJob
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (small || shardCount <= 1 || workers.Length == 0)
        {
            for (int shard = 0; shard < shardCount; shard++)
                work.Run(shard);
            return;
        }

        if (inShard)
            throw new InvalidOperationException(
                "WorkerPool: a shard of a job asked for another job; run it from the thread that asked for the first.");
        lock (dispatch)
        {
            // Disposal may have come while this caller waited.
            ObjectDisposedException.ThrowIf(disposed, this);
            Dispatch(ref work, shardCount);
        }
    }

    private void Dispatch<TJob>(ref TJob work, int shardCount)
        where TJob : struct, IShardedJob
    {
        run = &RunShard<TJob>;
        job = Unsafe.AsPointer(ref work);
        shards = shardCount;
        for (int thread = 0; thread < Threads; thread++)
            next[thread * CounterStride] = FirstShard(thread);
        failure = null;
        Volatile.Write(ref gate, 0);
        Interlocked.Increment(ref generation);
        int asleep = Volatile.Read(ref sleeping);
        if (asleep > 0)
            wake.Release(asleep);

        TakeShards(0);

        // No shard is left to take: shut the gate, then wait for those still inside.
        Interlocked.Or(ref gate, ClosedGate);
        var spin = new SpinWait();
        while (Volatile.Read(ref gate) != ClosedGate)
            spin.SpinOnce(sleep1Threshold: -1);
        if (failure is { } thrown)
            ExceptionDispatchInfo.Throw(thrown);
    }

    private static void RunShard<TJob>(void* job, int shard)
        where TJob : struct, IShardedJob =>
        Unsafe.AsRef<TJob>(job).Run(shard);

    private int FirstShard(int thread) => (int)((long)shards * thread / Threads);

    private void TakeShards(int self)
    {
        inShard = true;
        for (int i = 0; i < Threads; i++)
        {
            int owner = (self + i) % Threads, end = FirstShard(owner + 1), shard;
            while ((shard = Interlocked.Increment(ref next[owner * CounterStride]) - 1) < end)
            {
                try
                {
                    run(job, shard);
                }
                catch (Exception thrown)
                {
                    failure = thrown;
                }
            }
        }

        inShard = false;
    }

    private void Work(int self)
    {
        int seen = 0;
        while (true)
        {
            for (int spins = 0; Volatile.Read(ref generation) == seen; spins++)
            {
                if (spins < SpinsBeforeSleep)
                    Thread.SpinWait(4);
                else
                    Sleep(seen);
            }

            seen = Volatile.Read(ref generation);
            if (Volatile.Read(ref disposed))
                return;
            if (TryEnter())
            {
                TakeShards(self);
                Interlocked.Decrement(ref gate);
            }
        }
    }

    private void Sleep(int seen)
    {
        Interlocked.Increment(ref sleeping);
        // A job published since the last look would not have counted this thread as asleep.
        if (Volatile.Read(ref generation) == seen)
            wake.Wait();
        Interlocked.Decrement(ref sleeping);
    }

    private bool TryEnter()
    {
        int seen = Volatile.Read(ref gate);
        while (seen >= 0)
        {
            int before = Interlocked.CompareExchange(ref gate, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }
}
