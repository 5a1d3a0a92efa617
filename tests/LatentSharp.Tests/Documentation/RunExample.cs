#region run
using LatentSharp.Compute;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Training;
using Microsoft.Extensions.Logging;
#endregion
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace LatentSharp.Tests.Documentation;

/// <summary>The examples of docs/library.md.</summary>
internal static class RunExample
{
    public static TrainingRun Run(string directory, ILogger<TrainingRun> logger, CancellationToken cancellation)
    {
        #region run
        RunConfiguration configuration = Presets.Find("digits")! with
        {
            Training = new TrainingOptions { Epochs = 5, CheckpointEverySteps = 20 },
        };
        using var device = Device.Cpu();
        TrainingRun run = TrainingRun.Execute(
            RunSetup.Load(configuration),
            new RunOptions(directory) { Resume = true, Followers = [start => new EpochLines(start)], Logger = logger },
            device,
            cancellation);
        Console.WriteLine($"{run.Result.Outcome} after {run.Result.Steps} steps");
        #endregion
        return run;
    }

    public static MeterProvider Export(ICollection<Metric> collected)
    {
        #region metrics
        MeterProvider metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter(TrainingMeter.Name)
            .AddInMemoryExporter(collected)
            .Build();
        #endregion
        return metrics;
    }

    #region run
    internal sealed class EpochLines(TrainingStart start) : IProgress<ITrainingRecord>
    {
        public void Report(ITrainingRecord value)
        {
            if (value is EpochRecord epoch)
                Console.WriteLine($"step {epoch.Steps} of {start.TotalSteps}: J {epoch.Validation.Objective.Total:F3}");
        }
    }
    #endregion
}
