using LatentSharp.Compute;
using LatentSharp.Reports;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Text;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Cli;

/// <summary>latent train --vary: a sweep over the weight of the posterior variance.</summary>
internal static class TrainSweep
{
    /// <summary>The weights of <c>posterior_variance_weight=0,0.1,1</c>, each a configuration.</summary>
    public static IReadOnlyList<SweepVariant> Parse(string vary, RunConfiguration configuration)
    {
        int equals = vary.IndexOf('=', StringComparison.Ordinal);
        return equals >= 0 && vary[..equals] == Sweep.Key
            ? Sweep.Vary(configuration, vary[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries))
            : throw new OptionException(
                $"--vary {vary}: give {Sweep.Key}=W1,W2,..., such as {Sweep.Key}=0,0.1,1,10,100");
    }

    /// <summary>Runs the sweep, and prints the trade-off.</summary>
    public static int Run(IReadOnlyList<SweepVariant> variants, RunOptions options, int threads, bool json)
    {
        using var signals = new Signals();
        return signals.Guard(
            () => Report(Execute(variants, options, threads, signals.Token), options.Path, json),
            $"the runs so far are in {options.Path}, and the same command with --resume --out {options.Path} goes on");
    }

    private static SweepResult Execute(
        IReadOnlyList<SweepVariant> variants,
        RunOptions options,
        int threads,
        CancellationToken cancellation)
    {
        using var progress = new SweepProgress(variants.Count);
        var logger = new ErrorLines<TrainingRun>(progress.Interrupt);
        return Sweep.Execute(variants, options, threads, Train, progress, cancellation);

        TrainingRun Train(RunSetup setup, RunOptions own, Device device, CancellationToken stop)
        {
            using var tensorBoard = new TensorBoardFollower(own.Path, device);
            TrainingRun run = TrainingRun.Execute(
                setup,
                own with { Followers = [progress.Start, tensorBoard.Start], Logger = logger },
                device,
                stop);
            tensorBoard.Finish(run);
            return run;
        }
    }

    private static int Report(SweepResult sweep, string path, bool json)
    {
        foreach (SweepRun run in sweep.Runs)
        {
            if (run.Failure is { } failure)
                Console.Error.WriteLine($"latent: {run.Name}: {failure.Message}");
        }

        int finished = sweep.Runs.Count(run => run.Reading is not null);
        if (sweep.Reading is not { } reading)
        {
            Console.Error.WriteLine(
                $"latent: {finished} of {sweep.Runs.Count} runs finished, too few to compare; they are in {path}");
            return ExitCode.Failed;
        }

        var terminal = new ReportFormat("text", toFile: false);
        Console.Out.Write(
            json
                ? SweepJson.Render(reading)
                : $"{SweepText.Render(reading, terminal.TableWidth, terminal.Colour)}\nruns and report {path}\n");
        return finished == sweep.Runs.Count ? ExitCode.Done : ExitCode.Failed;
    }
}
