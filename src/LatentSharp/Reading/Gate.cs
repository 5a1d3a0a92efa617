using System.Collections.Immutable;
using LatentSharp.Reading.Findings;

namespace LatentSharp.Reading;

/// <summary>What a reading must be free of, and which lines it must keep, to pass: for a build that trains.</summary>
public sealed record Gate
{
    /// <summary>The level from which a finding stops; null lets all pass.</summary>
    public FindingLevel? FailOn { get; init; }

    /// <summary>The ids of findings that may stand.</summary>
    public ImmutableHashSet<string> Ignored { get; init; } = [];

    /// <summary>Lines that quantities must keep.</summary>
    public ImmutableArray<QuantityAssertion> Assertions { get; init; } = [];

    /// <summary>What does not pass, a sentence each; none where all does.</summary>
    /// <param name="diagnosis">The reading whose quantities are held against the assertions.</param>
    /// <param name="baseline">
    /// An earlier reading with the comparison to it: its findings pass, and those of the comparison do not; null for
    /// none.
    /// </param>
    /// <exception cref="OptionException">A quantity has no part of a name that is asserted.</exception>
    public IReadOnlyList<string> Failures(Diagnosis diagnosis, ReadingComparison? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        return
        [
            .. (baseline?.Findings ?? diagnosis.Findings)
                .Where(finding => finding.Level >= FailOn && !Ignored.Contains(finding.Id))
                .Select(finding => $"{finding.Id}: {finding.Title}"),
            .. Assertions.Select(assertion => assertion.FailureIn(diagnosis.Reading.Quantities)).OfType<string>(),
        ];
    }
}
