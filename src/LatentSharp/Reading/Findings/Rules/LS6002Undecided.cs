using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// q leaves more than 90% of ln K open, error bar included: a draw says next to nothing. Where K_prior weighs more than
/// the reconstruction, the objective asks for no more, and it is a note.
/// </summary>
internal sealed class LS6002Undecided : IRule
{
    /// <inheritdoc/>
    public string Id => "LS6002";

    /// <inheritdoc/>
    public string Name => "Undecided";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.PosteriorEntropy.Value is not { } entropy || !Holds(entropy, thresholds))
            return null;
        bool isAskedFor = reading.PriorKlWeight > 1;
        return new Finding(
            Id,
            isAskedFor ? FindingLevel.Note : Level,
            $"q is undecided: it leaves {Figures.Percent(entropy.Value.Value / entropy.Ceiling)} of what the values "
                + "could say open, even with y in sight.",
            [
                Cited.PosteriorEntropy(reading, entropy),
                .. Cited.MutualInformation(reading),
                .. reading.Quantities.UsageGap.Value is { } usage ? (EvidenceItem[])[Cited.UsageGap(usage)] : [],
            ],
            "It does not say that the decoder is weak or the values too many: a decoder that writes y without z, and "
                + "an objective under which z cannot pay, leave q where it began.",
            isAskedFor
                ? $"K_prior weighs {Figures.Chosen(reading.PriorKlWeight!.Value)} reconstructions, under which a value "
                    + "must save more than it costs; lower prior_kl_weight where the latent should be used."
                : "Sum the reconstruction over the target rather than taking its mean, lower prior_kl_weight or warm "
                    + "it up; draw z during training rather than averaging over all values, which leaves them alike.");
    }

    /// <summary>Whether nearly all is left open.</summary>
    internal static bool Holds(ValueEntropy entropy, Thresholds thresholds) =>
        entropy.Value.ClearlyAbove(thresholds.Undecided * entropy.Ceiling, thresholds);
}
