using LatentSharp.Evidence;

namespace LatentSharp.Reading.Findings;

/// <summary>
/// A training that went on past its best: for at least <see cref="Thresholds.PastBestShare"/> of the epochs the number
/// that epochs are chosen by has been rising, while the training loss fell.
/// </summary>
/// <remarks>
/// Rising is told from noise and from a slow wander by three conditions on running medians of the validations from the
/// best epoch on: the last lies above the first by four standard errors of their difference, the middle one lies
/// between, and the rise is at least <see cref="Thresholds.PastBestRise"/> of what training had gained by its best.
/// </remarks>
/// <param name="BestEpoch">The epoch whose weights were kept, counted from 0.</param>
/// <param name="Epochs">The epochs that were validated.</param>
/// <param name="Best">The criterion at the best epoch.</param>
/// <param name="Last">The median of the last validations.</param>
internal sealed record PastBest(int BestEpoch, int Epochs, double Best, double Last)
{
    private const int FewestValidations = 12;

    /// <summary>Finds it in a log whose optimisation is healthy; null where it is not there.</summary>
    public static PastBest? Of(TrainingHistory history, TrainingHealth health, Thresholds thresholds)
    {
        IReadOnlyList<ValidationPoint> all = history.Validations;
        int best = all.Count - 1;
        while (best >= 0 && !all[best].IsBest)
            best--;
        int after = all.Count - 1 - best;
        if (!health.IsHealthy || best < 0 || all.Count < FewestValidations
            || after < thresholds.PastBestShare * all.Count)
            return null;
        var rising = Series.Of([.. all.Skip(best).Select(point => (point.Step, point.Criterion))]);
        double[] medians = rising.Medians;
        if (medians.Length <= rising.Window)
            return null;
        double middle = medians[medians.Length / 2], gained = all[0].Criterion - all[best].Criterion;
        return rising.Rose
            && medians[0] < middle && middle < medians[^1]
            && medians[^1] - all[best].Criterion >= thresholds.PastBestRise * gained
            && TrainingHealth.LossOf(history).FellSince(all[best].Step)
                ? new PastBest(all[best].Epoch, all.Count, all[best].Criterion, medians[^1])
                : null;
    }
}
