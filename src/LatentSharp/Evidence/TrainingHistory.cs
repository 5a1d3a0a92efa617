namespace LatentSharp.Evidence;

/// <summary>One logged step of a training.</summary>
/// <param name="Step">The step.</param>
/// <param name="Objective">J at this step; may be non-finite.</param>
/// <param name="GradientNorm">The global norm of the gradient; may be non-finite.</param>
/// <param name="Terms">Every term's raw value, by name.</param>
public sealed record HistoryPoint(
    long Step,
    double Objective,
    double GradientNorm,
    IReadOnlyDictionary<string, (double Raw, double Weight)> Terms);

/// <summary>One validation of a training.</summary>
/// <param name="Epoch">The epoch that it ended, counted from 0.</param>
/// <param name="Step">Steps taken so far.</param>
/// <param name="Criterion">The number that the best epoch is chosen by, lower being better.</param>
/// <param name="IsBest">Whether no epoch before was better.</param>
public sealed record ValidationPoint(int Epoch, long Step, double Criterion, bool IsBest);

/// <summary>The first number of a training that was not finite.</summary>
/// <param name="Step">The step; null where only the run's own account in words is left.</param>
/// <param name="What">The term or tensor and its value, such as <c>reconstruction is NaN</c>.</param>
public sealed record NonFiniteNumber(long? Step, string What);

/// <summary>The training log, as far as a reading needs it.</summary>
/// <param name="Points">The logged steps, in order.</param>
/// <param name="Failure">Why the run failed, as it recorded it; null for a run that did not.</param>
/// <param name="NonFinite">The number that it failed by; null where it did not fail by one.</param>
public sealed record TrainingHistory(
    IReadOnlyList<HistoryPoint> Points,
    string? Failure,
    NonFiniteNumber? NonFinite = null)
{
    /// <summary>The validations, in order; none where the log is of steps alone.</summary>
    public IReadOnlyList<ValidationPoint> Validations { get; init; } = [];
}
