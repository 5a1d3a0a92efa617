using System.Runtime.ExceptionServices;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Objectives;
using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Training;

namespace LatentSharp.Reports;

/// <summary>One run for each weight of the posterior variance, and what the penalty bought.</summary>
public static class Sweep
{
    /// <summary>The file that makes a directory a sweep.</summary>
    public const string FileName = "sweep.json";

    /// <summary>The configuration key that a sweep varies.</summary>
    public const string Key = $"{PosteriorVariance.TermName}_weight";

    /// <summary>A configuration for each weight.</summary>
    /// <param name="configuration">What the runs have in common.</param>
    /// <param name="weights">The weights as texts, such as 0.1; they name the directories of the runs.</param>
    /// <exception cref="OptionException">
    /// A weight is no number from 0 on, or there are fewer than two different ones.
    /// </exception>
    public static IReadOnlyList<SweepVariant> Vary(RunConfiguration configuration, params IReadOnlyList<string> weights)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(weights);
        SweepVariant[] variants =
        [
            .. weights.Select(weight => new SweepVariant(
                $"{Key}={weight}",
                ConfigurationFile.Set(configuration, Key, weight))),
        ];
        int different = variants.Select(variant => variant.Configuration.PosteriorVarianceWeight).Distinct().Count();
        return different >= Math.Max(variants.Length, 2)
            ? variants
            : throw new OptionException(
                $"{Key}={string.Join(',', weights)}: give at least two different weights, each once")
            {
                Remedy = new Remedy(RemedyKind.OtherWeights),
            };
    }

    /// <summary>
    /// Trains every variant, as many at a time as there are threads, reads each, and writes sweep.json and sweep.html.
    /// </summary>
    /// <param name="variants">The runs.</param>
    /// <param name="options">The directory of the sweep, and what all runs have in common.</param>
    /// <param name="threads">Threads to use; 0 means one per processor. Results do not depend on it.</param>
    /// <param name="train">
    /// Trains a run, and is called on several threads; null for what <see cref="TrainingRun"/> does.
    /// </param>
    /// <param name="progress">Hears of every run that has ended.</param>
    /// <param name="cancellation">Asks to stop; every run leaves a checkpoint.</param>
    /// <exception cref="DataException">The directory is not empty, or the runs cannot be read.</exception>
    /// <exception cref="OptionException">An option does not fit the runs.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop; what was trained stands.</exception>
    public static SweepResult Execute(
        IReadOnlyList<SweepVariant> variants,
        RunOptions options,
        int threads = 0,
        Func<RunSetup, RunOptions, Device, CancellationToken, TrainingRun>? train = null,
        IProgress<SweepRun>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(variants);
        ArgumentNullException.ThrowIfNull(options);
        train ??= TrainingRun.Execute;
        if (!options.Resume)
            RunDirectory.RequireEmpty(options.Path);
        RunSetup[] setups = [.. variants.Select(variant => RunSetup.Load(variant.Configuration))];
        if (RunReport.Obstacle(setups[0]) is { } obstacle)
            throw new DataException($"{setups[0].Source.Name}: {obstacle}");
        SweepRun[] runs = [.. variants.Select(variant => new SweepRun(variant.Name, null, null))];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
        };
        try
        {
            Parallel.For(0, runs.Length, parallel, i =>
            {
                RunOptions own = options with { Path = Path.Combine(options.Path, variants[i].Name) };
                runs[i] = Ended(runs[i], setups[i], own);
                progress?.Report(runs[i]);
            });
        }
        catch (AggregateException several)
        {
            // Where all that happened is that a reading was cancelled, what was trained stands.
            if (several.InnerExceptions.FirstOrDefault(cause => cause is not OperationCanceledException) is { } cause)
                ExceptionDispatchInfo.Throw(cause);
        }

        cancellation.ThrowIfCancellationRequested();
        LatentReading[] readings = [.. runs.Select(run => run.Reading).OfType<LatentReading>()];
        if (readings.Length < 2)
            return new SweepResult(runs, null);
        var reading = SweepReading.Of(readings);
        ReportFile.Write(Path.Combine(options.Path, FileName), SweepJson.Render(reading));
        ReportFile.Write(Path.Combine(options.Path, "sweep.html"), SweepHtml.Render(reading));
        return new SweepResult(runs, reading);

        SweepRun Ended(SweepRun begun, RunSetup setup, RunOptions own)
        {
            // One thread each: results do not depend on it, and the variants fill the cores.
            using var device = Device.Cpu(1);
            try
            {
                TrainingRun run = train(setup, own, device, cancellation);
                return run.HeldOut is null
                    ? begun
                    : begun with { Reading = RunReport.Write(run, device, cancellation).Diagnosis.Reading };
            }
            catch (NonFiniteException failure)
            {
                return begun with { Failure = failure };
            }
        }
    }
}
