namespace LatentSharp.Optimization;

/// <summary>From one value to another in equal parts: start + (end - start) min(1, step / steps).</summary>
/// <param name="Start">The value at step 0.</param>
/// <param name="End">The value from the last of the steps on.</param>
/// <param name="Steps">The steps it takes; 0 begins at the end.</param>
public sealed record LinearSchedule(double Start, double End, long Steps) : ISchedule
{
    /// <inheritdoc/>
    public long SettledAt => Start == End ? 0 : Steps;

    /// <inheritdoc/>
    public double At(long step) => step >= Steps ? End : Start + (End - Start) * (step / (double)Steps);
}
