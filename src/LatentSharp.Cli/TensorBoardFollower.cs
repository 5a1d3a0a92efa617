using LatentSharp.Compute;
using LatentSharp.Reports.Documents;
using LatentSharp.Runs;
using LatentSharp.TensorBoard;
using LatentSharp.Training;

namespace LatentSharp.Cli;

/// <summary>
/// Keeps a run's log for TensorBoard where its configuration asks for one, in the folder tensorboard of the run
/// directory.
/// </summary>
internal sealed class TensorBoardFollower(string runDirectory, Device device) : IDisposable
{
    private TrainingLog? log;

    /// <summary>Opens the log of a training that starts or goes on.</summary>
    public IProgress<ITrainingRecord> Start(TrainingStart start)
    {
        if (!start.Setup.Configuration.TensorBoard)
            return new Nobody();
        log = new TrainingLog(
            start,
            Path.Combine(runDirectory, "tensorboard"),
            device,
            TimeProvider.System,
            () => DecodedImages.Of(start.Model, start.Setup.Data.Validation, device));
        return log;
    }

    /// <summary>Writes how the training ended.</summary>
    public void Finish(TrainingRun run) => log?.Finish(run);

    public void Dispose() => log?.Dispose();

    private sealed class Nobody : IProgress<ITrainingRecord>
    {
        public void Report(ITrainingRecord value)
        {
            // No log was asked for.
        }
    }
}
