using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The one-to-one alignment of values and labels beats what the best matching makes of permuted labels, by two standard
/// errors of the difference, to which the spread of that chance level adds; and values do not mean something else for
/// each x.
/// </summary>
internal sealed class LS6003ValuesCarryTheLabel : IRule
{
    /// <inheritdoc/>
    public string Id => "LS6003";

    /// <inheritdoc/>
    public string Name => "Values carry the label";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.Alignment.Value is not { } alignment || !Holds(reading, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"The values carry the labels: matched one to one they are right for {Figures.Of(alignment.Accuracy)} of "
                + $"the examples, against {Figures.Of(alignment.Chance.Value)} by chance.",
            [Cited.Alignment(alignment), Cited.AlignmentFromDraw(alignment)],
            "It does not say that the alignment is high, that the router finds the value, or that y added it. With "
                + "more values than labels a label may have several, of which one counts.",
            "Read the share itself, AMI, which takes several values to a label as they come, and the table of values "
                + "and labels.");
    }

    /// <summary>Whether the alignment beats chance, and not by codes that each x has for itself.</summary>
    internal static bool Holds(LatentReading reading, Thresholds thresholds) =>
        reading.Quantities.Alignment.Value is { } alignment
        && alignment.Accuracy.Less(alignment.Chance).ClearlyAbove(0, thresholds)
        && !(reading.Quantities.ConditionalInformation.Value is { } information
            && LS6004LocalOnly.Holds(information, thresholds));
}
