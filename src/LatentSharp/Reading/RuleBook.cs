using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Findings.Rules;

namespace LatentSharp.Reading;

/// <summary>The rules of the library, in the order of their ids.</summary>
public static class RuleBook
{
    /// <summary>The rules that a single reading can meet.</summary>
    public static IReadOnlyList<IRule> Rules { get; } =
    [
        new LS1001BroadBecauseFree(),
        new LS1002BroadThoughPenalised(),
        new LS1003RoleUnknown(),
        new LS1004OwnedByFewDimensions(),
        new LS1005Sharp(),
        new LS1007SmallInUnitsOnly(),
        new LS2001BroadTogether(),
        new LS2002PriorMismatch(),
        new LS2003Collapsed(),
        new LS2004AggregateGap(),
        new LS3001SamplesCostTheDecoder(),
        new LS3002SamplesDecodeAsMeans(),
        new LS4001LatentUnused(),
        new LS4002SharpButMeaningless(),
        new LS4003MeansCarryTheLabel(),
        new LS5001RouterLosesTheLatent(),
        new LS5002RouterRecovers(),
        new LS9001NonFinite(),
        new LS9002Diverging(),
        new LS9003VarianceRoseTrainingHealthy(),
    ];

    /// <summary>The rules that need two readings.</summary>
    public static IReadOnlyList<IComparisonRule> ComparisonRules { get; } = [new LS1006SharpenedByRescaling()];
}
