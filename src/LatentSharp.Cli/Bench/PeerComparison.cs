using System.Globalization;

namespace LatentSharp.Cli.Bench;

/// <summary>
/// latent bench --against torch: our steps and PyTorch's by turns, each run a process of its own, on one thread and on
/// all. A side's time is that of its better number of threads.
/// </summary>
internal static class PeerComparison
{
    public static void Print(string[] workloads, int threads, string python, int alternations, bool json)
    {
        using PeerProcess peer = PeerProcess.Torch(python);
        int all = threads == 0 ? Environment.ProcessorCount : threads;
        int[] settings = all == 1 ? [1] : [1, all];
        using (var progress = new ProgressLine(TimeSpan.Zero))
            progress.Show(
                $"{alternations} alternations of {workloads.Length} workloads, on " +
                    $"{string.Join(" and ", settings)} threads");
        if (!json)
        {
            Console.Out.WriteLine(
                $"{"workload",-10} {"latent",9} {"threads",8} {"torch",9} {"threads",8} {"ratio",7} " +
                    $"{"from",6} {"to",6} {"latent",9} {"torch",9} {"ratio",6}");
            Console.Out.WriteLine(
                $"{"",-10} {"ms/step",9} {"",8} {"ms/step",9} {"",8} {"",7} {"",6} {"",6} " +
                    $"{"MiB peak",9} {"MiB peak",9} {"",6}");
        }

        foreach (string workload in workloads)
        {
            var rounds = new List<(PeerTiming Ours, PeerTiming Theirs)>();
            for (int i = 0; i < alternations; i++)
            {
                var ours = new List<PeerTiming>();
                var theirs = new List<PeerTiming>();
                foreach (int setting in settings)
                {
                    ours.Add(PeerProcess.Own(workload, setting));
                    theirs.Add(peer.Time(workload, setting));
                }

                rounds.Add((Better(ours), Better(theirs)));
            }

            Write(workload, rounds, json);
        }
    }

    private static PeerTiming Better(List<PeerTiming> timings) => timings.MinBy(timing => timing.MillisecondsPerStep)!;

    private static void Write(string workload, List<(PeerTiming Ours, PeerTiming Theirs)> rounds, bool json)
    {
        double[] ratios =
        [
            .. rounds.Select(round => round.Theirs.MillisecondsPerStep / round.Ours.MillisecondsPerStep).Order(),
        ];
        PeerTiming ours = Middle(rounds.Select(round => round.Ours)),
            theirs = Middle(rounds.Select(round => round.Theirs));
        double ratio = ratios[ratios.Length / 2],
            memory = ours.PeakMegabytes / theirs.PeakMegabytes;
        Console.Out.WriteLine(
            json
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"workload": "{{workload}}", "ms_per_step": {{ours.MillisecondsPerStep:F4}},"""
                        + $$""" "threads": {{ours.Threads}}, "peak_rss_mb": {{ours.PeakMegabytes:F1}},"""
                        + $$""" "torch_ms_per_step": {{theirs.MillisecondsPerStep:F4}},"""
                        + $$""" "torch_threads": {{theirs.Threads}},"""
                        + $$""" "torch_peak_rss_mb": {{theirs.PeakMegabytes:F1}}, "ratio": {{ratio:F3}},"""
                        + $$""" "least_ratio": {{ratios[0]:F3}}, "greatest_ratio": {{ratios[^1]:F3}},"""
                        + $$""" "memory_ratio": {{memory:F3}}}""")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{workload,-10} {ours.MillisecondsPerStep,9:F3} {ours.Threads,8} " +
                        $"{theirs.MillisecondsPerStep,9:F3} {theirs.Threads,8} {ratio,7:F2} {ratios[0],6:F2} " +
                        $"{ratios[^1],6:F2} {ours.PeakMegabytes,9:F1} {theirs.PeakMegabytes,9:F1} {memory,6:F2}"));
    }

    private static PeerTiming Middle(IEnumerable<PeerTiming> timings)
    {
        PeerTiming[] sorted = [.. timings.OrderBy(timing => timing.MillisecondsPerStep)];
        return sorted[sorted.Length / 2];
    }
}
