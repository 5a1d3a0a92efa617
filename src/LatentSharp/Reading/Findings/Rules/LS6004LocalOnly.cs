using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// z says what the label is where x is the same, clear of chance, and less than half of that over all x: a value means
/// something else for each x.
/// </summary>
internal sealed class LS6004LocalOnly : IRule
{
    /// <inheritdoc/>
    public string Id => "LS6004";

    /// <inheritdoc/>
    public string Name => "Local only";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.ConditionalInformation.Value is not { } information
            || !Holds(information, thresholds)
            || information.GlobalShare.Value is not { } share)
            return null;
        return new Finding(
            Id, Level,
            $"The values mean something else for each x: of {Figures.Of(information.Value)} nats that z says about the "
                + $"label where x is the same, {Figures.Percent(share.Value)} are left over all x.",
            [
                Cited.ConditionalInformation(information),
                Cited.GlobalInformation(information),
                .. reading.Quantities.Alignment.Value is { } alignment
                    ? (EvidenceItem[])[Cited.Alignment(alignment)]
                    : [],
            ],
            "It does not say that the latent is unused or the likelihood worse: the bound is the same whichever code "
                + "each x has for itself, and no likelihood, K_prior or entropy tells the two apart.",
            "Learn the values before the decoder knows the answer: without a trained decoder to begin with, by draws "
                + "that grow certain, and with a prior that does not see x at first.");
    }

    /// <summary>Whether the code is there and not shared.</summary>
    internal static bool Holds(ConditionalInformation information, Thresholds thresholds) =>
        information.Value.ClearlyAbove(thresholds.LocalInformation, thresholds)
        && (information.Chance is not { } chance || information.Value.Less(chance).ClearlyAbove(0, thresholds))
        && information.GlobalShare.Value?.ClearlyBelow(thresholds.GlobalShare, thresholds) == true;
}
