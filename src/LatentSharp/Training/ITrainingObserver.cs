namespace LatentSharp.Training;

/// <summary>Hears of a training as it goes on. Observers read; they change nothing.</summary>
public interface ITrainingObserver
{
    /// <summary>A step was taken.</summary>
    void StepTaken(StepRecord record);

    /// <summary>An epoch ended; the model still has the weights that were validated.</summary>
    void EpochEnded(EpochRecord record);
}
