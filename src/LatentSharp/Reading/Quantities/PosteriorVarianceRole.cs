using LatentSharp.Evidence;
using LatentSharp.Objectives;

namespace LatentSharp.Reading.Quantities;

/// <summary>The posterior variance's place in the objective, from its weight and the training log.</summary>
internal static class PosteriorVarianceRole
{
    /// <summary>
    /// The role, and what the term contributes at the V_post that was measured; unknown where none was.
    /// </summary>
    public static ObjectiveRole Of(LatentEvidence evidence, Measured<VarianceSummary> posteriorVariance) =>
        (evidence.PosteriorVarianceWeight, posteriorVariance.Value) switch
        {
            (null, _) or (_, null) => new ObjectiveRole(VarianceRole.Unknown, null, null, null),
            (0, _) => new ObjectiveRole(VarianceRole.DiagnosticOnly, 0, 0, 0),
            ({ } weight, { } variance) => new ObjectiveRole(
                VarianceRole.Active,
                weight,
                weight * variance.Mean.Value,
                LoggedShare(evidence.History)),
        };

    // Of the last step that logged the term. Terms may be negative (a density's log-likelihood is), so the share is of
    // the sum of magnitudes.
    private static double? LoggedShare(TrainingHistory? history)
    {
        HistoryPoint? last = history?.Points.LastOrDefault(point =>
            point.Terms.ContainsKey(PosteriorVariance.TermName));
        if (last is null)
            return null;
        (double raw, double weight) = last.Terms[PosteriorVariance.TermName];
        double sum = last.Terms.Values.Sum(term => Math.Abs(term.Raw * term.Weight));
        return sum > 0 && double.IsFinite(sum) ? Math.Abs(raw * weight) / sum : null;
    }
}
