using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Reports.Documents;

/// <summary>From what a run was made, and when.</summary>
/// <param name="Data">What the data is called.</param>
/// <param name="Fingerprint">The hash of the data.</param>
/// <param name="Train">Training examples.</param>
/// <param name="Validation">Validation examples.</param>
/// <param name="Test">Test examples.</param>
/// <param name="Seed">The seed of weights, order and noise.</param>
/// <param name="Date">The day, in universal time, on which the run's record was last written.</param>
/// <param name="Configuration">Every key of the configuration with its value as text.</param>
public sealed record ReportOrigin(
    string Data,
    string Fingerprint,
    int Train,
    int Validation,
    int Test,
    ulong Seed,
    DateOnly Date,
    IReadOnlyList<(string Key, string Value)> Configuration)
{
    /// <summary>The origin of a run.</summary>
    public static ReportOrigin Of(SavedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (RunSetup setup, RunConfiguration configuration) = (run.Setup, run.Setup.Configuration);
        return new ReportOrigin(
            setup.Source.Name,
            setup.Source.Fingerprint,
            setup.Data.Train.Count,
            setup.Data.Validation.Count,
            setup.Data.Test.Count,
            configuration.Training.Seed,
            DateOnly.FromDateTime(File.GetLastWriteTimeUtc(RunRecord.PathIn(run.Path))),
            [
                .. ConfigurationKeys.All.Select(key =>
                    (key.Name, key.Read(configuration) is { Count: > 0 } values ? string.Join(", ", values) : "none")),
            ]);
    }
}
