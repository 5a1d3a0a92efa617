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

/// <summary>The training log, as far as a reading needs it.</summary>
/// <param name="Points">The logged steps, in order.</param>
/// <param name="Failure">Why the run failed, as it recorded it; null for a run that did not.</param>
public sealed record TrainingHistory(IReadOnlyList<HistoryPoint> Points, string? Failure);
