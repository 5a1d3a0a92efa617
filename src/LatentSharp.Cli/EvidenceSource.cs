using System.Globalization;
using LatentSharp.Compute.Threads;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Runs;

namespace LatentSharp.Cli;

/// <summary>The one door to a reading: a run directory or a file of arrays goes in, a diagnosis comes out.</summary>
internal sealed class EvidenceSource(
    IReadOnlyDictionary<string, string> map,
    double? weight,
    int? samples,
    WorkerPool pool,
    CancellationToken cancellation)
{
    // Enough for Pareto k-hat, and no more decoding than a wait of seconds.
    private const int FewestSamples = 25, MostSamples = 100, MostDraws = 300_000;

    /// <summary>Reads role=array pairs.</summary>
    public static Dictionary<string, string> ParseMap(string[] pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1)
                throw new OptionException($"--map {pair}: give role=array, such as posterior_mean=mu");
            if (!map.TryAdd(pair[..equals], pair[(equals + 1)..]))
                throw new OptionException($"--map {pair}: the role {pair[..equals]} is given twice; give it once");
        }

        return map;
    }

    /// <summary>Reads a weight; null where none is given.</summary>
    public static double? ParseWeight(string? text)
    {
        if (text is null)
            return null;
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight)
            && weight >= 0
            && double.IsFinite(weight)
            ? weight
            : throw new OptionException(
                $"--posterior-variance-weight is {text}; give a number of at least 0, such as 0.5");
    }

    /// <summary>Reads a run directory or a file.</summary>
    public ReportInput Read(string path)
    {
        if (SavedRun.IsRun(path))
        {
            if (weight is not null || map.Count > 0)
                throw new OptionException(
                    $"{path} is a run, which knows its weights and arrays; leave out --posterior-variance-weight " +
                        "and --map");
            return Read(SavedRun.Open(path));
        }

        RequireArrays(path);
        using var file = EvidenceFile.Open(path, map, weight);
        return new ReportInput(Diagnose(file.Evidence), LatentMapProjection.Of(file.Evidence), Samples: null);
    }

    /// <summary>Reads a run over its test split.</summary>
    public ReportInput Read(SavedRun run)
    {
        if (run.Model.Latent is null)
            throw new DataException($"{run.Path}: model nn has no latent to read; give a run of another model");
        TrainingHistory history = RunHistory.Read(run);
        Dataset test = run.Setup.Data.Test;
        LatentEvidence evidence = RunEvidence.Collect(
            run.Path,
            run.Model,
            test,
            samples ?? Math.Clamp(MostDraws / test.Count, FewestSamples, MostSamples),
            run.Setup.Configuration.Training.Seed,
            run.Setup.Configuration.PosteriorVarianceWeight,
            history,
            pool);
        return new ReportInput(
            Diagnose(evidence),
            LatentMapProjection.Of(evidence),
            DecodedImages.Of(run.Model, test, pool));
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
                ? $"{path}: this is a sweep of several runs; give one of them, such as {Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).FirstOrDefault()}"
                : $"{path}: neither a run (there is no run.json) nor a folder of .npy files; give a run directory, or arrays"
        );
    }

    private Diagnosis Diagnose(LatentEvidence evidence) =>
        Diagnosis.Of(LatentReader.Read(evidence, new ReadingOptions(), pool, progress: null, cancellation));
}
