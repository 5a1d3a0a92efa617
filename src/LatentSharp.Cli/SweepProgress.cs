using System.Globalization;
using LatentSharp.Reports;
using LatentSharp.Runs;
using LatentSharp.Training;

namespace LatentSharp.Cli;

/// <summary>Shows how far the runs of a sweep are, together, on standard error.</summary>
internal sealed class SweepProgress(int runs) : IProgress<ITrainingRecord>, IProgress<SweepRun>, IDisposable
{
    private readonly Lock gate = new();
    private readonly ProgressLine line = new(TimeSpan.FromMilliseconds(200));
    private int started, finished;
    private long steps;

    /// <summary>Starts one of the runs.</summary>
    public IProgress<ITrainingRecord> Start(TrainingStart start)
    {
        Interlocked.Increment(ref started);
        return this;
    }

    /// <summary>One of the runs has been trained and read.</summary>
    public void Report(SweepRun value) => Interlocked.Increment(ref finished);

    // A sweep reports its runs when they are finished; epochs of several at once would only flicker.
    public void Report(ITrainingRecord value)
    {
        if (value is not StepRecord)
            return;
        lock (gate)
        {
            steps++;
            if (line.IsDue)
            {
                line.Show(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{finished} of {runs} runs finished, {started - finished} under way  {steps} steps, "
                            + $"{line.PerSecond(steps):N0} steps/s"));
            }
        }
    }

    /// <summary>Leaves the line, for a message that is to stand on its own.</summary>
    public void Interrupt()
    {
        lock (gate)
            line.Dispose();
    }

    public void Dispose() => line.Dispose();
}
