using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// V_post is small, and no linear probe from the means beats its control by two standard errors, as
/// <see cref="ProbeMargin"/> counts them.
/// </summary>
internal sealed class LS4002SharpButMeaningless : IRule
{
    /// <inheritdoc/>
    public string Id => "LS4002";

    /// <inheritdoc/>
    public string Name => "Sharp but meaningless";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.SemanticProbe.Value is not { } semantic
            || reading.Quantities.PosteriorVariance.Value is not { } variance
            || !variance.IsSmall(thresholds)
            || ProbeMargin.Carried(semantic, thresholds).Any())
            return null;
        Probe first = semantic.Probes[0];
        return new Finding(
            Id,
            Level,
            "The latent is sharp, but its means carry nothing that was asked for: V_post is "
                + $"{Figures.Of(variance.Mean)}, and {first.Target} are recovered with {first.Score} "
                + $"{Figures.Of(first.FromPosteriorMean)}, against {Figures.Of(first.Control)} by chance.",
            [Cited.PosteriorVariance(variance), .. semantic.Probes.Select(Cited.Probe)],
            "It does not say that the means carry nothing at all: only that no linear map from them recovers " +
                "these labels or factors.",
            "Probe other factors, or with a nonlinear model; if these are what the latent should mean, " +
                "sharpening it further "
                + "will not help.");
    }
}
