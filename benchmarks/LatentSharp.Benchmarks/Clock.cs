using System.Diagnostics;

namespace LatentSharp.Benchmarks;

/// <summary>
/// Best times of contenders that take turns, so that a slower minute of the machine meets all of them.
/// </summary>
internal static class Clock
{
    private const int Rounds = 2;

    // Longer than an idle worker thread of either side watches for its next job: the rest of a burst is undisturbed.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);

    /// <summary>The seconds of each contender's fastest call.</summary>
    public static double[] Best(params Action[] contenders)
    {
        double[] best = [.. contenders.Select(_ => double.PositiveInfinity)];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                long begin = Stopwatch.GetTimestamp();
                do
                {
                    long start = Stopwatch.GetTimestamp();
                    contenders[i]();
                    best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
                while (Stopwatch.GetElapsedTime(begin) < Burst);
            }
        }

        return best;
    }
}
