using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

/// <summary>Keeps what it hears, and lets a test act at each event.</summary>
internal sealed class RecordingProgress : IProgress<ITrainingRecord>
{
    public List<StepRecord> Steps { get; } = [];

    public List<EpochRecord> Epochs { get; } = [];

    public List<RollbackRecord> Rollbacks { get; } = [];

    public Action<StepRecord> AtStep { get; init; } = _ => { };

    public Action<EpochRecord> AtEpoch { get; init; } = _ => { };

    public void Report(ITrainingRecord value)
    {
        switch (value)
        {
            case StepRecord step:
                Steps.Add(step);
                AtStep(step);
                break;
            case EpochRecord epoch:
                Epochs.Add(epoch);
                AtEpoch(epoch);
                break;
            case RollbackRecord rollback:
                Rollbacks.Add(rollback);
                break;
        }
    }
}
