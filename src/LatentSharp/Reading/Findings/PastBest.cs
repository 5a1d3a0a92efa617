using LatentSharp.Evidence;

namespace LatentSharp.Reading.Findings;

/// <summary>
/// A training that went on past its best: for at least <see cref="Thresholds.PastBestShare"/> of the epochs the number
/// that epochs are chosen by has been rising, while the training loss fell.
/// </summary>
/// <remarks>
/// Rising is told from noise and from a slow wander by the validations from the best epoch on, in thirds: all of the
/// last lie above all of the first, the median of the middle one lies between theirs, and the last median lies above
/// the best by <see cref="Thresholds.PastBestRise"/> of what training had gained by then.
/// </remarks>
/// <param name="BestEpoch">The epoch whose weights were kept, counted from 0.</param>
/// <param name="Epochs">The epochs that were validated.</param>
/// <param name="Best">The criterion at the best epoch.</param>
/// <param name="Last">The criterion at the last epoch.</param>
internal sealed record PastBest(int BestEpoch, int Epochs, double Best, double Last)
{
    // Of noise alone one in 70 passes the first condition where a third has four.
    private const int FewestValidations = 24;

    /// <summary>Finds it in a log whose optimisation is healthy; null where it is not there.</summary>
    public static PastBest? Of(TrainingHistory history, TrainingHealth health, Thresholds thresholds)
    {
        IReadOnlyList<ValidationPoint> all = history.Validations;
        int at = all.Count - 1;
        while (at >= 0 && !all[at].IsBest)
            at--;
        int after = all.Count - 1 - at;
        if (!health.IsHealthy || at < 0 || all.Count < FewestValidations
            || after < thresholds.PastBestShare * all.Count)
            return null;
        ValidationPoint best = all[at];
        double[] since = [.. all.Skip(at).Select(point => point.Criterion)];
        int third = since.Length / 3;
        double[] first = since[..third], middle = since[third..^third], last = since[^third..];
        double end = Series.Median(last), between = Series.Median(middle);
        return last.Min() > first.Max()
            && Series.Median(first) < between && between < end
            && end - best.Criterion >= thresholds.PastBestRise * (all[0].Criterion - best.Criterion)
            && TrainingHealth.LossOf(history).FellSince(best.Step)
                ? new PastBest(best.Epoch, all.Count, best.Criterion, all[^1].Criterion)
                : null;
    }
}
