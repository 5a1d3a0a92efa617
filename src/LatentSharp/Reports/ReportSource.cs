using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Runs;

namespace LatentSharp.Reports;

/// <summary>
/// The one door to a report: a run directory, a file of arrays, or arrays in memory go in; a diagnosis with its
/// pictures comes out.
/// </summary>
public static class ReportSource
{
    // Enough for Pareto k-hat, and no more decoding than a wait of seconds.
    private const int FewestSamples = 25, MostSamples = 100, MostDraws = 300_000;

    // As many as a probe takes.
    private const int MostTraining = 5000;

    /// <summary>Reads a run directory, or a file of arrays.</summary>
    /// <param name="path">A run directory, a .npz or .safetensors file, or a folder of .npy files.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="DataException">There is nothing there that can be read, or it is damaged.</exception>
    /// <exception cref="OptionException">An option does not fit what is there.</exception>
    /// <exception cref="ArgumentException">Rules of the options share an id, or have one of the library.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static ReportInput Read(
        string path,
        Device device,
        SourceOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new SourceOptions();
        if (SavedRun.IsRun(path))
        {
            if (!options.Arrays.IsEmpty || options.Log is not null)
                throw new OptionException(
                    $"{path} is a run, which knows its weights, prior, log and arrays; leave out what was said of them")
                {
                    Remedy = new Remedy(RemedyKind.LeaveOutArrayOptions),
                };
            return Read(SavedRun.Open(path), device, options, cancellation);
        }

        RequireArrays(path);
        using var file = EvidenceFile.Open(
            path,
            options.Log is { } log ? options.Arrays with { History = RunHistory.ReadLog(log) } : options.Arrays);
        return Read(file.Evidence, device, options, cancellation);
    }

    /// <summary>Reads a run over its test split; of images it decodes a few, of columns it generates.</summary>
    /// <param name="run">The run.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="DataException">The model has no latent, or the run's log is damaged.</exception>
    /// <exception cref="OptionException">The samples are fewer than 1, or more than memory can hold.</exception>
    /// <exception cref="ArgumentException">Rules of the options share an id, or have one of the library.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static ReportInput Read(
        SavedRun run,
        Device device,
        SourceOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        options ??= new SourceOptions();
        if (run.Model.Latent is null)
            throw new DataException($"{run.Path}: model nn has no latent to read; give a run of another model");
        TrainingHistory history = RunHistory.Read(run);
        Dataset test = run.Setup.Data.Test;
        LatentEvidence evidence = RunEvidence.Collect(
            run.Path,
            run.Model,
            test,
            options.Samples ?? Math.Clamp(MostDraws / test.Count, FewestSamples, MostSamples),
            run.Setup.Configuration.Training.Seed,
            run.Setup.Configuration.Objective,
            history,
            device);
        LatentReading reading = LatentReader.Read(evidence, options.Reading, device, progress: null, cancellation) with
        {
            OnTraining = evidence.PriorIsStandard == true ? null : OnTraining(run, device),
        };
        return Diagnosed(reading, evidence, options) with
        {
            Samples = DecodedImages.Of(run.Model, test, device),
            Generated = GeneratedColumns.Of(run.Model, test, run.Setup.Standardization, device),
            Origin = ReportOrigin.Of(run),
        };
    }

    /// <summary>Reads arrays, of a file or in memory.</summary>
    /// <param name="evidence">The arrays.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <param name="options">How they are read; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="DataException">
    /// Arrays do not fit together, or hold a number that is not finite.
    /// </exception>
    /// <exception cref="ArgumentException">Rules of the options share an id, or have one of the library.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static ReportInput Read(
        LatentEvidence evidence,
        Device device,
        SourceOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new SourceOptions();
        return Diagnosed(
            LatentReader.Read(evidence, options.Reading, device, progress: null, cancellation),
            evidence,
            options);
    }

    private static ReportInput Diagnosed(LatentReading reading, LatentEvidence evidence, SourceOptions options)
    {
        var diagnosis = Diagnosis.Of(reading, options.Thresholds, options.Rules);
        LatentMap? map = evidence.Family == EvidenceFamily.Gaussian ? LatentMapProjection.Of(evidence) : null;
        return new ReportInput(diagnosis, map, Samples: null);
    }

    // Where pixels are drawn anew for each epoch, no targets are those that it was trained on.
    private static TrainingCalibration? OnTraining(SavedRun run, Device device)
    {
        Dataset train = run.Setup.Data.Train;
        return run.Setup.Source.Image is not null && run.Setup.Configuration.Binarize == "dynamic"
            ? null
            : LatentReader.CalibrationOver(
                RunEvidence.Encode(
                    run.Path,
                    run.Model,
                    train.Range(0, Math.Min(train.Count, MostTraining)),
                    device),
                device);
    }

    // A folder may be one of arrays: say what else it was not.
    private static void RequireArrays(string path)
    {
        if (!Path.Exists(path))
            throw new DataException($"{path}: there is no such run or file; check the path");
        if (!Directory.Exists(path) || Directory.EnumerateFiles(path, "*.npy").Any())
            return;
        throw new DataException(
            File.Exists(Path.Combine(path, Sweep.FileName))
                ? $"{path}: this is a sweep of several runs; give one of them, such as {FirstFolder(path)}"
                : $"{path}: neither a run (there is no run.json) nor a folder of .npy files; give a run directory, " +
                    "or arrays");
    }

    private static string? FirstFolder(string path) =>
        Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).FirstOrDefault();
}
