using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// A linear probe from the means beats its control by two standard errors, as <see cref="ProbeMargin"/> counts them.
/// </summary>
internal sealed class LS4003MeansCarryTheLabel : IRule
{
    /// <inheritdoc/>
    public string Id => "LS4003";

    /// <inheritdoc/>
    public string Name => "Means carry the label";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.SemanticProbe.Value is not { } semantic)
            return null;
        Probe[] carried = [.. ProbeMargin.Carried(semantic, thresholds)];
        if (carried.Length == 0)
            return null;
        Probe first = carried[0];
        return new Finding(
            Id,
            Level,
            $"The means carry {string.Join(", ", carried.Select(probe => probe.Target))}: {first.Score} "
                + $"{Figures.Of(first.FromPosteriorMean)}, against {Figures.Of(first.Control)} by chance. "
                + (carried.Any(probe => probe.DrawsBeatControl(semantic, thresholds))
                    ? $"A draw carries {Figures.Of(first.FromDraw)}."
                    : $"Their noise hides it: a draw carries {Figures.Of(first.FromDraw)}."),
            [
                .. carried.Select(Cited.Probe),
                .. carried.Select(Cited.ProbeFromDraw),
                .. carried.Where(probe => probe.FromPriorMean.IsMeasured).Select(Cited.ProbeFromRouter),
            ],
            "It does not say that y added it: compare the probe from the router's means, which saw x alone.",
            "Read the router's probe and the test-time gap for what is left of it at test time.");
    }
}
