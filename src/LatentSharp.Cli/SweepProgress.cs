using System.Diagnostics;
using LatentSharp.Training;

namespace LatentSharp.Cli;

/// <summary>Shows how far the runs of a sweep are, together, on standard error.</summary>
internal sealed class SweepProgress(int runs) : ITrainingObserver, IDisposable
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(200), PlainInterval = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly bool live = !Console.IsErrorRedirected && Terminal.TakesControlCodes();
    private TimeSpan next = TimeSpan.Zero;
    private int started, finished;
    private long steps;
    private bool shown;

    /// <summary>Starts one of the runs.</summary>
    public ITrainingObserver Start(long totalSteps)
    {
        Interlocked.Increment(ref started);
        return this;
    }

    /// <summary>One of the runs has been trained and read.</summary>
    public void Finished() => Interlocked.Increment(ref finished);

    public void StepTaken(StepRecord record)
    {
        lock (gate)
        {
            steps++;
            if (clock.Elapsed < next)
                return;
            next = clock.Elapsed + (live ? LiveInterval : PlainInterval);
            string line = FormattableString.Invariant(
                $"{finished} of {runs} runs finished, {started - finished} under way  {steps} steps, {steps / Math.Max(clock.Elapsed.TotalSeconds, 1e-3):N0} steps/s");
            Console.Error.Write(live ? $"\r{line}\u001b[K" : $"{line}\n");
            shown = true;
        }
    }

    public void EpochEnded(EpochRecord record)
    {
        // A sweep reports its runs when they are finished; epochs of several at once would only flicker.
    }

    public void Dispose()
    {
        if (live && shown)
            Console.Error.WriteLine();
        shown = false;
    }
}
