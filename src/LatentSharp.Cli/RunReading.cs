using LatentSharp.Compute.Threads;
using LatentSharp.Data;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Runs;

namespace LatentSharp.Cli;

/// <summary>The reading that every training ends with: reading.json and report.html in the run directory.</summary>
internal static class RunReading
{
    /// <summary>Why a run cannot be read; null where it can.</summary>
    public static string? Obstacle(RunSetup setup) =>
        !setup.Configuration.Model.HasLatent ? "model nn has no latent"
        : setup.Data.Test.Count >= 2 ? null
        : "the test split has one example, and a reading needs at least two: give more rows, or a larger test_fraction";

    /// <summary>Reads a run that has just ended over its test examples, and writes both files.</summary>
    public static ReportInput Write(TrainingRun run, WorkerPool pool, CancellationToken cancellation)
    {
        var source = new EvidenceSource(
            new Dictionary<string, string>(),
            weight: null,
            samples: null,
            pool,
            cancellation);
        ReportInput report = source.Read(new SavedRun(run.Path, run.Setup, run.Model, Failure: null));
        try
        {
            ReportFile.Write(Path.Combine(run.Path, "reading.json"), ReadingJson.Render(report.Diagnosis));
            ReportFile.Write(Path.Combine(run.Path, "report.html"), ReadingHtml.Render(report));
        }
        catch (DataException failure)
        {
            // Nobody chose this place badly: the run was written here a moment ago.
            throw new IOException(
                $"{run.Path}: the reading cannot be written ({failure.InnerException!.Message}); the run is " +
                    $"whole: make room or give permission, then go on with latent train --resume --out {run.Path}",
                failure);
        }

        return report;
    }
}
