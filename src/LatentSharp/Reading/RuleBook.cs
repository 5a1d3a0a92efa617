using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Findings.Rules;

namespace LatentSharp.Reading;

/// <summary>The rules of the library, in the order of their ids.</summary>
public static class RuleBook
{
    /// <summary>The rules that a single reading can meet.</summary>
    public static IReadOnlyList<IRule> Rules { get; } =
    [
        new LS0001ArraysDisagree(),
        new LS0002RowsOrSign(),
        new LS0003Exploded(),
        new LS0004OwnedByFewExamples(),
        new LS0005AtABound(),
        new LS1001BroadBecauseFree(),
        new LS1002BroadThoughPenalised(),
        new LS1003RoleUnknown(),
        new LS1004OwnedByFewDimensions(),
        new LS1005Sharp(),
        new LS1007SmallInUnitsOnly(),
        new LS2001BroadTogether(),
        new LS2002RouterMiscalibrated(),
        new LS2003Collapsed(),
        new LS2004AggregateGap(),
        new LS2005RouterShape(),
        new LS3001DrawingCostsTooMuch(),
        new LS3002DrawingCostsItsWidth(),
        new LS4001LatentUnused(),
        new LS4002MeansCarryNoLabel(),
        new LS4003MeansCarryTheLabel(),
        new LS5001RouterMissesWhatXTells(),
        new LS5002RouterRecovers(),
        new LS6001ValuesNeverUsed(),
        new LS6002Undecided(),
        new LS6003ValuesCarryTheLabel(),
        new LS6004LocalOnly(),
        new LS9001NonFinite(),
        new LS9002Diverging(),
        new LS9003VarianceRoseTrainingHealthy(),
        new LS9004PastItsBest(),
    ];

    /// <summary>The rules that need two readings.</summary>
    public static IReadOnlyList<IComparisonRule> ComparisonRules { get; } = [new LS1006SharpenedByRescaling()];

    /// <summary>
    /// The rules whose evidence a contradiction takes away, by the first figures of their ids: what rests on arrays
    /// that disagree, on likelihoods of the wrong rows or sign, or on means over exploded examples is withheld.
    /// </summary>
    internal static IReadOnlyDictionary<string, string[]> Withheld { get; } = new Dictionary<string, string[]>
    {
        ["LS0001"] = ["LS1", "LS2", "LS3", "LS5", "LS6"],
        ["LS0002"] = ["LS3", "LS4001", "LS5"],
        ["LS0003"] = ["LS0004", "LS1", "LS2", "LS3", "LS5"],
    };
}
