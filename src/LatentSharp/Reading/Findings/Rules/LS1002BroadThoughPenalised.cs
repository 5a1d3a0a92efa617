using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// V_post is large although it is penalised: how much the penalty weighs in the objective, and how hard it pulls.
/// </summary>
internal sealed class LS1002BroadThoughPenalised : IRule
{
    /// <inheritdoc/>
    public string Id => "LS1002";

    /// <inheritdoc/>
    public string Name => "Broad though penalised";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        ObjectiveRole role = reading.PosteriorVarianceRole;
        if (reading.Quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise }
            || role is not { Role: VarianceRole.Active, Weight: { } weight }
            || !variance.IsLarge(thresholds))
            return null;
        var evidence = new List<EvidenceItem> { Cited.PosteriorVariance(variance), Cited.Weight(weight) };
        if (role.Contribution is { } contribution)
            evidence.Add(Cited.Contribution(contribution));
        if (role.ShareOfObjective is { } share)
            evidence.Add(Cited.ShareOfObjective(share));
        evidence.Add(Cited.Gradient(reading, variance, weight));
        evidence.Add(Cited.NoiseShare(noise));
        evidence.AddRange(Cited.Invariants(reading));
        string portion = role.ShareOfObjective is { } part
            ? $"{Figures.Percent(part)} of the objective"
            : "a share of the objective that is not measured (supply a run directory)";
        return new Finding(
            Id, Level,
            $"V_post is {Figures.Of(variance.Mean)} although it is penalised at weight {Figures.Chosen(weight)}, " +
                $"{portion}.",
            evidence,
            "It does not say that the penalty is broken or that the optimisation diverged: other terms may pull " +
                "harder, or the latent may need its breadth.",
            "Compare the penalty's gradient with what the reconstruction loses when draws narrow; raise the " +
                "weight in steps and watch the noise share, not V_post alone.");
    }
}
