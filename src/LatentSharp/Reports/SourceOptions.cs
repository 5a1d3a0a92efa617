using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reports;

/// <summary>How a run or a file of arrays is read.</summary>
public sealed record SourceOptions
{
    /// <summary>What is known of a file's arrays beside what it says; a run knows all of it.</summary>
    public EvidenceOptions Arrays { get; init; } = EvidenceOptions.None;

    /// <summary>The path of a training log that stands beside a file of arrays; a run has its own.</summary>
    public string? Log { get; init; }

    /// <summary>
    /// Draws of z per example of a run; null for 25 to 100, fewer for more examples. Arrays have their own.
    /// </summary>
    public int? Samples { get; init; }

    /// <summary>How the estimators measure.</summary>
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>Where the lines are drawn.</summary>
    public Thresholds Thresholds { get; init; } = new();

    /// <summary>
    /// The rules that are applied, each by an id of its own. Default those of <see cref="RuleBook"/>, to which
    /// <c>[.. RuleBook.Rules, new MyRule()]</c> adds.
    /// </summary>
    public IReadOnlyList<IRule> Rules { get; init; } = RuleBook.Rules;
}
