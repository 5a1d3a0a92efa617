using LatentSharp.Evidence;

namespace LatentSharp.Reading.Findings;

/// <summary>What the training log says about the optimisation, and nothing else does.</summary>
/// <param name="FirstNonFinite">The first non-finite number; null where all are finite.</param>
/// <param name="Loss">The loss run away; null where it did not.</param>
/// <param name="GradientNorm">The gradient norm run away; null where it did not.</param>
public sealed record TrainingHealth(NonFiniteNumber? FirstNonFinite, Runaway? Loss, Runaway? GradientNorm)
{
    /// <summary>Whether all numbers are finite and neither loss nor gradient norm ran away.</summary>
    public bool IsHealthy => FirstNonFinite is null && Loss is null && GradientNorm is null;

    /// <summary>Judges a training log.</summary>
    /// <param name="history">The log.</param>
    /// <param name="thresholds">Where the lines are drawn.</param>
    public static TrainingHealth Of(TrainingHistory history, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(thresholds);
        NonFiniteNumber? nonFinite =
            history.Points.Select(InPoint).FirstOrDefault(number => number is not null) ?? history.NonFinite;
        Series loss = LossOf(history);
        Runaway? inLoss = Runaway.Find(loss, thresholds.DivergenceFactor)
            ?? Runaway.FindFromTheFirst(loss, thresholds.DivergenceFactor);
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

    /// <summary>
    /// The loss at the weights of the last logged step: a warm-up raises the objective by raising a weight.
    /// </summary>
    internal static Series LossOf(TrainingHistory history) => Series.Of(history, LossAtFinalWeights);

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

    private static string Named(string name, double value) => FormattableString.Invariant($"{name} is {value}");
}
