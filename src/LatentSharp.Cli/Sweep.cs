using System.Runtime.ExceptionServices;
using LatentSharp.Compute.Threads;
using LatentSharp.Data;
using LatentSharp.Objectives;
using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Text;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Training;

namespace LatentSharp.Cli;

/// <summary>latent train --vary: one run for each weight of the posterior variance, and what the penalty bought.</summary>
internal static class Sweep
{
    /// <summary>The file that makes a directory a sweep.</summary>
    public const string FileName = "sweep.json";

    private const string Key = $"{PosteriorVariance.TermName}_weight";

    /// <summary>The weights of <c>posterior_variance_weight=0,0.1,1</c>, each a configuration.</summary>
    public static IReadOnlyList<(string Name, RunConfiguration Configuration)> Parse(string vary, RunConfiguration configuration)
    {
        int equals = vary.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || vary[..equals] != Key)
            throw new OptionException($"--vary {vary}: give {Key}=W1,W2,..., such as {Key}=0,0.1,1,10,100");
        string[] weights = vary[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries);
        (string Name, RunConfiguration Configuration)[] variants =
            [.. weights.Select(weight => ($"{Key}={weight}", ConfigurationFile.Set(configuration, Key, weight)))];
        if (variants.Select(variant => variant.Configuration.PosteriorVarianceWeight).Distinct().Count() < Math.Max(variants.Length, 2))
            throw new OptionException($"--vary {vary}: give at least two different weights, each once");
        return variants;
    }

    /// <summary>Trains every variant, as many at a time as there are threads, reads each, and reports the trade-off.</summary>
    public static int Run(IReadOnlyList<(string Name, RunConfiguration Configuration)> variants, RunOptions options, int threads, bool json)
    {
        string path = options.Path;
        if (!options.Resume)
            RunDirectory.RequireEmpty(path);
        using var signals = new Signals();
        RunSetup[] setups = [.. variants.Select(variant => RunSetup.Load(variant.Configuration))];
        if (RunReading.Obstacle(setups[0]) is { } obstacle)
            throw new DataException($"{setups[0].Source.Name}: {obstacle}");
        using var progress = new SweepProgress(variants.Count);
        var logger = new ErrorLines<TrainingRun>(progress.Interrupt);
        var readings = new LatentReading?[variants.Count];
        var failures = new NonFiniteException?[variants.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };
        try
        {
            Parallel.For(0, variants.Count, parallel, i =>
            {
                // One thread each: results do not depend on it, and the variants fill the cores.
                using var pool = new WorkerPool(1);
                try
                {
                    string ownPath = Path.Combine(path, variants[i].Name);
                    using var tensorBoard = new TensorBoardFollower(ownPath, pool);
                    RunOptions own = options with { Path = ownPath, Followers = [progress.Start, tensorBoard.Start], Logger = logger };
                    TrainingRun run = TrainingRun.Execute(setups[i], own, pool, signals.Token);
                    tensorBoard.Finish(run);
                    if (run.HeldOut is not null)
                        readings[i] = RunReading.Write(run, pool, signals.Token).Diagnosis.Reading;
                }
                catch (NonFiniteException failure)
                {
                    failures[i] = failure;
                }

                progress.Finished();
            });
        }
        catch (AggregateException several) when (several.InnerExceptions.All(failure => failure is OperationCanceledException))
        {
            // The signal came while a run was being read; what was trained stands.
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions.First(failure => failure is not OperationCanceledException));
        }

        progress.Dispose();
        if (signals.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine($"latent: stopped; the runs so far are in {path}, and the same command with --resume --out {path} goes on");
            return signals.ExitCode;
        }

        for (int i = 0; i < variants.Count; i++)
        {
            if (failures[i] is { } failure)
                Console.Error.WriteLine($"latent: {variants[i].Name}: {failure.Message}");
        }

        LatentReading[] finished = [.. readings.OfType<LatentReading>()];
        if (finished.Length < 2)
        {
            Console.Error.WriteLine($"latent: {finished.Length} of {variants.Count} runs finished, too few to compare; they are in {path}");
            return ExitCode.Failed;
        }

        var sweep = SweepReading.Of(finished);
        string asJson = SweepJson.Render(sweep);
        ReportFile.Write(Path.Combine(path, FileName), asJson);
        ReportFile.Write(Path.Combine(path, "sweep.html"), SweepHtml.Render(sweep));
        var terminal = new ReportFormat("text", toFile: false);
        Console.Out.Write(json ? asJson : $"{SweepText.Render(sweep, terminal.TableWidth, terminal.Colour)}\nruns and report {path}\n");
        return finished.Length == variants.Count ? ExitCode.Done : ExitCode.Failed;
    }
}
