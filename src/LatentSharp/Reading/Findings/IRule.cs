using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings;

/// <summary>One finding's condition, over quantities only: it measures nothing and reads no file.</summary>
public interface IRule
{
    /// <summary>
    /// LSxxxx for a rule of the library; for another a letter, then letters, digits, hyphens or underscores.
    /// </summary>
    string Id { get; }

    /// <summary>Its idea in a few words; the library's rules have a page of that title in docs/rules.</summary>
    string Name { get; }

    /// <summary>The level of its finding.</summary>
    FindingLevel Level { get; }

    /// <summary>
    /// The finding, where its condition holds; null where it does not, or where its evidence is missing.
    /// </summary>
    /// <param name="reading">What was measured.</param>
    /// <param name="health">What its training log shows; null where there is no log.</param>
    /// <param name="thresholds">Where the lines are drawn.</param>
    Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds);
}

/// <summary>A finding that needs two readings.</summary>
public interface IComparisonRule
{
    /// <summary>LSxxxx.</summary>
    string Id { get; }

    /// <summary>Its idea in a few words: the title of its page in docs/rules.</summary>
    string Name { get; }

    /// <summary>The level of its finding.</summary>
    FindingLevel Level { get; }

    /// <summary>The finding, where its condition holds between an earlier reading and a later one.</summary>
    Finding? Apply(LatentReading before, LatentReading after, Thresholds thresholds);
}
