using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Runs;

namespace LatentSharp.Reports;

/// <summary>The reading that a training ends with: reading.json and report.html in the run directory.</summary>
public static class RunReport
{
    /// <summary>Why a run cannot be read, in words; null where it can.</summary>
    public static string? Obstacle(RunSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return
            !setup.Configuration.Model.HasLatent ? "model nn has no latent"
            : setup.Data.Test.Count >= 2 ? null
            : "the test split has one example, and a reading needs at least two: give more rows, or a larger " +
                "test_fraction";
    }

    /// <summary>Reads a run that has just ended over its test examples, and writes both files.</summary>
    /// <param name="run">The run, of which <see cref="Obstacle"/> knows none.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <param name="cancellation">Stops the reading; nothing is written.</param>
    /// <exception cref="RunWriteException">A file cannot be written; the run is whole.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static ReportInput Write(TrainingRun run, Device device, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ReportInput report = ReportSource.Read(
            new SavedRun(run.Path, run.Setup, run.Model, Failure: null),
            device,
            options: null,
            cancellation);
        try
        {
            ReportFile.Write(Path.Combine(run.Path, "reading.json"), ReadingJson.Render(report.Diagnosis));
            ReportFile.Write(Path.Combine(run.Path, "report.html"), ReadingHtml.Render(report));
        }
        catch (DataException failure)
        {
            // Nobody chose this place badly: the run was written here a moment ago.
            throw new RunWriteException(
                run.Path,
                $"the reading cannot be written ({failure.InnerException!.Message}); the run is whole",
                failure);
        }

        return report;
    }
}
