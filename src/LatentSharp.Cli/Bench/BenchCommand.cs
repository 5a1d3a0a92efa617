using System.CommandLine;
using System.Globalization;
using LatentSharp.Words;

namespace LatentSharp.Cli.Bench;

/// <summary>latent bench: how long a training step takes here, alone, beside PyTorch, and as the model grows.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        string[] known = [.. Workload.All.Select(workload => workload.Name)];
        var workloads = new Argument<string[]>("workload")
        {
            Description = $"What to time: {string.Join(", ", known)}; all by default.",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "workload",
        };
        workloads.CompletionSources.Add(known);
        Option<int> threads = CommonOptions.Threads();
        Option<string> format = CommonOptions.Format();
        Option<string> against = CommonOptions.OneOf(
            "--against",
            "Time the same steps in another library, in turn with ours: torch.",
            ["torch"]);
        Option<string> python = new("--python")
        {
            Description = "The Python that has torch.",
            HelpName = "PATH",
            DefaultValueFactory = _ => "python3",
        };
        Option<int> alternations = CommonOptions.WholeNumber(
            "--alternations",
            "How often each side is timed against the other.",
            "N",
            1,
            1000);
        alternations.DefaultValueFactory = _ => 5;
        Option<bool> scaling = new("--scaling")
        {
            Description = "Time steps as batch, parameters, latent size and threads grow.",
        };
        var command = new Command("bench", "Times training steps on random data.")
        {
            workloads,
            threads,
            format,
            against,
            python,
            alternations,
            scaling,
        };
        command.Validators.Add(result =>
        {
            if (
                result.GetValue(scaling)
                && (result.GetValue(against) is not null || result.GetValue(workloads) is { Length: > 0 }))
                result.AddError("--scaling has models of its own; give it without a workload and without --against.");
            else if (result.GetResult(python) is { Implicit: false } && result.GetValue(against) is null)
                result.AddError("--python says where torch is; give --against torch with it.");
        });
        command.SetAction(parsed =>
        {
            bool json = parsed.GetValue(format) == "json";
            if (parsed.GetValue(scaling))
            {
                ScalingTable.Print(parsed.GetValue(threads), json);
                return ExitCode.Done;
            }

            string[] names = parsed.GetValue(workloads) is { Length: > 0 } given ? given : known;
            foreach (string name in names)
            {
                if (!known.Contains(name))
                    throw new OptionException($"unknown workload '{name}'; {NearestName.Suggestion(name, known)}");
            }

            if (parsed.GetValue(against) is not null)
                PeerComparison.Print(
                    names,
                    parsed.GetValue(threads),
                    parsed.GetValue(python)!,
                    parsed.GetValue(alternations),
                    json);
            else
                Print(names, parsed.GetValue(threads), json);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(string[] names, int threads, bool json)
    {
        foreach (string name in names)
        {
            StepTiming timing = StepTimer.Time(Workload.All.Single(workload => workload.Name == name), threads);
            Console.Out.WriteLine(
                json
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $$"""{"workload": "{{timing.Workload}}", "threads": {{timing.Threads}},"""
                            + $$""" "ms_per_step": {{timing.MillisecondsPerStep:F4}},"""
                            + $$""" "examples_per_second": {{timing.ExamplesPerSecond:F0}},"""
                            + $$""" "peak_rss_mb": {{timing.PeakMegabytes:F1}}}""")
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{timing.Workload,-10} {timing.MillisecondsPerStep,9:F3} ms/step "
                            + $"{timing.ExamplesPerSecond,10:F0} examples/s {timing.PeakMegabytes,8:F1} MiB peak  "
                            + $"{timing.Threads} threads"));
        }
    }
}
