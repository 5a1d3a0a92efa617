using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// V_post is large and the weight it had in the objective is not given: nothing is concluded about why.
/// </summary>
internal sealed class LS1003RoleUnknown : IRule
{
    /// <inheritdoc/>
    public string Id => "LS1003";

    /// <inheritdoc/>
    public string Name => "Role unknown";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise }
            || reading.PosteriorVarianceRole.Role != VarianceRole.Unknown
            || !variance.IsLarge(thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"V_post is {Figures.Of(variance.Mean)}, and whether it was penalised is not known.",
            [Cited.PosteriorVariance(variance), Cited.NoiseShare(noise), .. Cited.Invariants(reading)],
            "It does not say why the latent is broad: a model that was free to keep it broad and one that " +
                "resisted a penalty look the same here.",
            "Give posterior_variance_weight, as an option of the reading or as a scalar in the file, or read a run " +
                "directory, which knows it.");
    }
}
