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

/// <summary>A validation, at the final weights of the objective.</summary>
/// <param name="Step">Steps taken before it.</param>
/// <param name="Epoch">The epoch that it ended, counted from 0.</param>
/// <param name="Objective">J; may be non-finite.</param>
/// <param name="Terms">Every term's raw value and weight, by name.</param>
/// <param name="IsBest">Whether its weights were the best so far.</param>
public sealed record ValidationPoint(
    long Step,
    int Epoch,
    double Objective,
    IReadOnlyDictionary<string, (double Raw, double Weight)> Terms,
    bool IsBest)
{
    /// <summary>The number that the best epoch is chosen by, lower being better. Default J.</summary>
    public double Criterion { get; init; } = Objective;
}

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

    /// <summary>The validation whose weights were kept; null where there was none.</summary>
    public ValidationPoint? Best => Validations.LastOrDefault(validation => validation.IsBest);
}
