using System.Globalization;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Findings;

/// <summary>The first number of a training that was not finite.</summary>
/// <param name="Step">The step; null where only the run's own account of its failure is left.</param>
/// <param name="What">The term or tensor and its value, such as <c>reconstruction is NaN</c>.</param>
internal sealed record NonFiniteNumber(long? Step, string What);

/// <summary>What the training log says about the optimisation, and nothing else does.</summary>
/// <param name="FirstNonFinite">The first non-finite number; null where all are finite.</param>
/// <param name="Loss">The loss run away; null where it did not.</param>
/// <param name="GradientNorm">The gradient norm run away; null where it did not.</param>
internal sealed record TrainingHealth(NonFiniteNumber? FirstNonFinite, Runaway? Loss, Runaway? GradientNorm)
{
    // How NonFiniteException words what it found; any other failure, such as a full disk, is none of this.
    private static readonly string[] NonFiniteWords = ["NaN", "Infinity", "not finite", "beyond float32"];

    public bool IsHealthy => FirstNonFinite is null && Loss is null && GradientNorm is null;

    public static TrainingHealth Of(TrainingHistory history, Thresholds thresholds)
    {
        NonFiniteNumber? nonFinite =
            history.Points.Select(InPoint).FirstOrDefault(number => number is not null) ?? InFailure(history.Failure);
        Series loss = Series.Of(history, LossAtFinalWeights);
        Runaway? inLoss = Runaway.Find(loss, thresholds.DivergenceFactor);
        Runaway? inNorm = Runaway.Find(
            Series.Of(history, (point, _) => point.GradientNorm),
            thresholds.DivergenceFactor);

        // A Gaussian likelihood that grows sharper has ever larger gradients while its loss falls: that is no
        // divergence.
        return new TrainingHealth(
            nonFinite,
            inLoss,
            inNorm is not null && loss.FellSince(inNorm.BestStep) ? null : inNorm);
    }

    // A warm-up raises the objective by raising a weight: the loss is followed at the weights of the last logged step.
    private static double LossAtFinalWeights(HistoryPoint point, HistoryPoint last)
    {
        double loss = point.Objective;
        foreach ((string name, (double raw, double weight)) in point.Terms)
        {
            if (last.Terms.TryGetValue(name, out (double Raw, double Weight) final) && final.Weight != weight)
                loss += (final.Weight - weight) * raw;
        }

        return loss;
    }

    private static NonFiniteNumber? InPoint(HistoryPoint point)
    {
        foreach ((string name, (double raw, double weight)) in point.Terms)
        {
            if (!double.IsFinite(raw))
                return new(
                    point.Step,
                    Named(name, raw) + (weight == 0 ? " (diagnostic only: the gradient does not see it)" : ""));
        }

        return !double.IsFinite(point.Objective) ? new(point.Step, Named("the objective", point.Objective))
            : !double.IsFinite(point.GradientNorm) ? new(point.Step, Named("the gradient norm", point.GradientNorm))
            : null;
    }

    // "step 12: the gradient of router.weight is not finite; training stopped, ..."
    private static NonFiniteNumber? InFailure(string? failure)
    {
        if (failure is null || !NonFiniteWords.Any(word => failure.Contains(word, StringComparison.Ordinal)))
            return null;
        string what = failure.Split(';')[0];
        string[] parts = what.Split(": ", 2);
        return parts.Length == 2 && parts[0].StartsWith("step ", StringComparison.Ordinal)
            && long.TryParse(parts[0].AsSpan(5), CultureInfo.InvariantCulture, out long step)
            ? new(step, parts[1])
            : new(null, what);
    }

    private static string Named(string name, double value) => FormattableString.Invariant($"{name} is {value}");
}
