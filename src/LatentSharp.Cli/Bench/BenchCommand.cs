using System.CommandLine;
using LatentSharp.Data;

namespace LatentSharp.Cli.Bench;

/// <summary>latent bench: how long a training step takes here.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        string[] known = [.. Workload.All.Select(workload => workload.Name)];
        var workloads = new Argument<string[]>("workload") { Description = $"What to time: {string.Join(", ", known)}; all by default.", Arity = ArgumentArity.ZeroOrMore };
        Option<int> threads = CommonOptions.Threads();
        Option<string> format = CommonOptions.Format();
        var command = new Command("bench", "Times training steps on random data.") { workloads, threads, format };
        command.SetAction(parsed =>
        {
            string[] names = parsed.GetValue(workloads) is { Length: > 0 } given ? given : known;
            foreach (string name in names)
            {
                if (!known.Contains(name))
                    throw new OptionException($"unknown workload '{name}'; {NearestName.Suggestion(name, known)}");
            }

            foreach (string name in names)
                Print(StepTimer.Time(Workload.All.Single(workload => workload.Name == name), parsed.GetValue(threads)), parsed.GetValue(format) == "json");
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(StepTiming timing, bool json) =>
        Console.Out.WriteLine(json
            ? FormattableString.Invariant(
                $$"""{"workload": "{{timing.Workload}}", "threads": {{timing.Threads}}, "ms_per_step": {{timing.MillisecondsPerStep:F4}}, "examples_per_second": {{timing.ExamplesPerSecond:F0}}, "peak_rss_mb": {{timing.PeakMegabytes:F1}}}""")
            : FormattableString.Invariant(
                $"{timing.Workload,-10} {timing.MillisecondsPerStep,9:F3} ms/step {timing.ExamplesPerSecond,10:F0} examples/s {timing.PeakMegabytes,8:F1} MiB peak  {timing.Threads} threads"));
}
