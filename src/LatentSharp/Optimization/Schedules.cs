namespace LatentSharp.Optimization;

/// <summary>The same value at every step.</summary>
/// <param name="Value">The value.</param>
public sealed record ConstantSchedule(double Value) : ISchedule
{
    /// <inheritdoc/>
    public long SettledAt => 0;

    /// <inheritdoc/>
    public double At(long step) => Value;
}

/// <summary>
/// Rises in equal parts to its value, which it reaches at the last step of the warm-up:
/// value * min(1, (step + 1) / steps).
/// </summary>
/// <param name="Value">The value after the warm-up.</param>
/// <param name="Steps">The length of the warm-up in steps.</param>
public sealed record LinearWarmupSchedule(double Value, long Steps) : ISchedule
{
    /// <inheritdoc/>
    public long SettledAt => Steps;

    /// <inheritdoc/>
    public double At(long step) => step >= Steps ? Value : Value * ((step + 1.0) / Steps);
}

/// <summary>
/// Rises from 0 to its value once in every cycle, over the cycle's first steps, and stays until the next; after the
/// last rise it stays for good (Fu et al. 2019, "Cyclical Annealing Schedule", equation 6, with a linear rise). With
/// one cycle it is a <see cref="LinearWarmupSchedule"/>.
/// </summary>
/// <param name="Value">The value after a rise.</param>
/// <param name="RiseSteps">The length of a rise in steps, at most a cycle.</param>
/// <param name="CycleSteps">The steps from one rise to the next; at least 1.</param>
/// <param name="Cycles">How many rises; at least 1.</param>
public sealed record CyclicSchedule(double Value, long RiseSteps, long CycleSteps, int Cycles) : ISchedule
{
    /// <inheritdoc/>
    public long SettledAt => (Cycles - 1) * CycleSteps + RiseSteps;

    /// <inheritdoc/>
    public double At(long step)
    {
        long within = step - Math.Min(step / CycleSteps, Cycles - 1) * CycleSteps;
        return within >= RiseSteps ? Value : Value * ((within + 1.0) / RiseSteps);
    }
}

/// <summary>
/// A linear warm-up, then half a cosine from the value down to 0 at the end of the run (Loshchilov and Hutter 2017,
/// equation 5, without restarts).
/// </summary>
/// <param name="Value">The value after the warm-up.</param>
/// <param name="WarmupSteps">The length of the warm-up in steps.</param>
/// <param name="TotalSteps">The length of the run in steps.</param>
internal sealed record CosineSchedule(double Value, long WarmupSteps, long TotalSteps) : ISchedule
{
    /// <inheritdoc/>
    public long SettledAt => TotalSteps;

    /// <inheritdoc/>
    public double At(long step)
    {
        if (step < WarmupSteps)
            return Value * ((step + 1.0) / WarmupSteps);
        double progress = Math.Clamp((step - WarmupSteps) / (double)Math.Max(TotalSteps - WarmupSteps, 1), 0, 1);
        return Value * 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}

/// <summary>
/// value * 10^(-i / 7) for 3^i epochs, i = 0 ... 7 (Burda, Grosse and Salakhutdinov 2016, section 5); the whole of it
/// takes 3280 epochs.
/// </summary>
/// <param name="Value">The value of the first epoch.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
internal sealed record PowersOfThreeSchedule(double Value, long StepsPerEpoch) : ISchedule
{
    private const int LastStage = 7, EpochsBeforeLastStage = 1093;

    /// <inheritdoc/>
    public long SettledAt => EpochsBeforeLastStage * StepsPerEpoch;

    /// <inheritdoc/>
    public double At(long step)
    {
        int stage = 0;
        for (
            long left = step / StepsPerEpoch, length = 1;
            left >= length && stage < LastStage;
            left -= length, length *= 3)
            stage++;
        return Value * Math.Pow(10, -stage / (double)LastStage);
    }
}
