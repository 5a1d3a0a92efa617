using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

/// <summary>Keeps what it hears, and lets a test act at each event.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    public List<StepRecord> Steps { get; } = [];

    public List<EpochRecord> Epochs { get; } = [];

    public Action<StepRecord> AtStep { get; init; } = _ => { };

    public Action<EpochRecord> AtEpoch { get; init; } = _ => { };

    public void StepTaken(StepRecord record)
    {
        Steps.Add(record);
        AtStep(record);
    }

    public void EpochEnded(EpochRecord record)
    {
        Epochs.Add(record);
        AtEpoch(record);
    }
}
