using System.Collections.Concurrent;
using LatentSharp.Compute.Threads;

namespace LatentSharp.Tests.Compute.Threads;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_shard_runs_exactly_once(int threads)
    {
        using var pool = new WorkerPool(threads);
        Assert.Equal(threads, pool.Threads);
        for (int dispatch = 0; dispatch < 10_000; dispatch++)
        {
            int shards = dispatch % 14;
            var job = new CountingJob(shards);
            pool.Run(ref job, shards);
            Assert.All(job.Runs, runs => Assert.Equal(1, runs));
        }
    }

    [Fact]
    public void Jobs_after_a_pause_wake_the_workers()
    {
        // Long enough for the workers to stop watching and sleep, which takes them a fraction of a millisecond.
        using var pool = new WorkerPool(3);
        for (int dispatch = 0; dispatch < 20; dispatch++)
        {
            Thread.Sleep(5);
            AssertAllThreadsTakePart(pool);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Exception_of_a_shard_reaches_the_caller_as_it_was_thrown(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (int dispatch = 0; dispatch < 100; dispatch++)
        {
            var failing = new FailingJob(dispatch % 8);
            var thrown = Assert.Throws<TimeoutException>(() =>
            {
                FailingJob job = failing;
                pool.Run(ref job, 8);
            });
            Assert.Equal($"shard {dispatch % 8}", thrown.Message);

            // The pool is fit for the next job.
            var counting = new CountingJob(8);
            pool.Run(ref counting, 8);
            Assert.All(counting.Runs, runs => Assert.Equal(1, runs));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Dispose_ends_the_threads(int threads)
    {
        var pool = new WorkerPool(threads);
        Thread[] took = AssertAllThreadsTakePart(pool);
        pool.Dispose();
        pool.Dispose();
        Assert.All(took.Where(thread => thread != Thread.CurrentThread), thread => Assert.False(thread.IsAlive));
        var job = new CountingJob(4);
        Assert.Throws<ObjectDisposedException>(() =>
        {
            CountingJob late = job;
            pool.Run(ref late, 4);
        });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    public void Impossible_thread_counts_are_refused(int threads) =>
        Assert.Contains(
            $"{threads} threads",
            Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(threads)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Callers_on_several_threads_take_turns_and_each_has_its_own_job_run_whole()
    {
        using var pool = new WorkerPool(4);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, caller =>
        {
            for (int i = 0; i < 500; i++)
            {
                int shards = 2 + (caller + i) % 13;
                var job = new CountingJob(shards);
                pool.Run(ref job, shards);
                Assert.All(job.Runs, runs => Assert.Equal(1, runs));
            }
        });
    }

    [Fact]
    public void A_shard_that_asks_for_another_job_is_refused_and_the_pool_goes_on()
    {
        using var pool = new WorkerPool(2);
        var nested = new NestingJob(pool);
        string message = Assert.Throws<InvalidOperationException>(() =>
        {
            NestingJob job = nested;
            pool.Run(ref job, 4);
        }).Message;
        Assert.Contains("another job", message, StringComparison.Ordinal);
        AssertAllThreadsTakePart(pool);
    }

    // As many shards as threads, none of which ends before all have begun.
    private static Thread[] AssertAllThreadsTakePart(WorkerPool pool)
    {
        using var barrier = new Barrier(pool.Threads);
        var job = new MeetingJob(barrier, []);
        pool.Run(ref job, pool.Threads);
        Assert.Equal(pool.Threads, job.Met.Distinct().Count());
        Assert.Contains(Thread.CurrentThread, job.Met);
        return [.. job.Met];
    }

    private readonly struct CountingJob(int shards) : IShardedJob
    {
        public int[] Runs { get; } = new int[shards];

        public void Run(int shard) => Interlocked.Increment(ref Runs[shard]);
    }

    private readonly struct NestingJob(WorkerPool pool) : IShardedJob
    {
        public void Run(int shard)
        {
            var inner = new CountingJob(2);
            pool.Run(ref inner, 2);
        }
    }

    private readonly struct FailingJob(int failing) : IShardedJob
    {
        public void Run(int shard)
        {
            if (shard == failing)
                throw new TimeoutException($"shard {shard}");
        }
    }

    private readonly struct MeetingJob(Barrier barrier, ConcurrentBag<Thread> met) : IShardedJob
    {
        public ConcurrentBag<Thread> Met { get; } = met;

        public void Run(int shard)
        {
            Met.Add(Thread.CurrentThread);
            // Only a lost worker can run into the limit.
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(60)));
        }
    }
}
