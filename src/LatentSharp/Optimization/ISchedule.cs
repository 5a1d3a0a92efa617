namespace LatentSharp.Optimization;

/// <summary>A number that may change as training goes on: a learning rate, or the weight of a term.</summary>
public interface ISchedule
{
    /// <summary>The step from which on the value no longer changes; 0 for a constant.</summary>
    long SettledAt { get; }

    /// <summary>The value at a step, counted from 0.</summary>
    double At(long step);
}
