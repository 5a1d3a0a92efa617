using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// No linear probe from the means beats its control by two standard errors, as <see cref="ProbeMargin"/> counts them.
/// </summary>
internal sealed class LS4002MeansCarryNoLabel : IRule
{
    /// <inheritdoc/>
    public string Id => "LS4002";

    /// <inheritdoc/>
    public string Name => "Means carry no label";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.SemanticProbe.Value is not { } semantic
            || ProbeMargin.Carried(semantic, thresholds).Any())
            return null;
        Probe first = semantic.Probes[0];
        bool sharp = LS1005Sharp.Holds(reading, thresholds);
        return new Finding(
            Id, Level,
            $"{(sharp ? "The latent is sharp but meaningless" : "The means carry nothing")} for what was asked: "
                + $"{first.Target} "
                + $"{(first.Target == "labels" ? "are" : "is")} recovered with {first.Score} "
                + $"{Figures.Of(first.FromPosteriorMean)}, against {Figures.Of(first.Control)} by chance.",
            [.. Cited.PosteriorVariance(reading), .. semantic.Probes.Select(Cited.Probe)],
            "It does not say that the means carry nothing at all: only that no linear map from them recovers these "
                + "labels or factors. A label that y does not hold is no fault of the model.",
            "Probe other factors, or with a nonlinear model; if these are what the latent should mean, sharpening "
                + "it will not help.");
    }
}
