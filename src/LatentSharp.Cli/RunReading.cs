using LatentSharp.Reports;
using LatentSharp.Tensors.Threads;
using LatentSharp.Training.Runs;

namespace LatentSharp.Cli;

/// <summary>The reading that every training ends with: reading.json and report.html in the run directory.</summary>
internal static class RunReading
{
    public static ReportInput Write(TrainingRun run, WorkerPool pool, CancellationToken cancellation)
    {
        var source = new EvidenceSource(new Dictionary<string, string>(), weight: null, EvidenceSource.DefaultSamples, pool, cancellation);
        ReportInput report = source.Read(new SavedRun(run.Path, run.Setup, run.Model, Failure: null));
        ReportFile.Write(Path.Combine(run.Path, "reading.json"), ReadingJson.Render(report.Diagnosis));
        ReportFile.Write(Path.Combine(run.Path, "report.html"), ReadingHtml.Render(report));
        return report;
    }
}
