namespace LatentSharp.Training;

/// <summary>
/// Where a training keeps its state, so that it can go on after a stop or from before a number that was not finite.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Keeps a copy of the state.</summary>
    /// <exception cref="IOException">It cannot be written; what was saved before stays.</exception>
    void Save(TrainingState state);

    /// <summary>Brings the state back to the last that was saved.</summary>
    void Restore(TrainingState state);
}
