namespace LatentSharp.Objectives;

/// <summary>The terms of the library. A new one is its file and a line here.</summary>
public static class Terms
{
    /// <summary>Every term, in the order of logs and reports.</summary>
    public static IReadOnlyList<IObjectiveTerm> All { get; } =
    [
        new Reconstruction(),
        new PriorKl(),
        new PosteriorVariance(),
        new PosteriorEntropy(),
        new RelativeVariance(),
        new RouterMarginalKl(),
        new InterLatentDivergence(),
        new AggregateMmd(),
        new FreeBits(),
        new Capacity(),
        new ImportanceWeightedBound(),
        new RouterReconstruction(),
        new GuessReconstruction(),
        new PosteriorDistillation(),
        new AmortizationGap(),
        new LatentInformation(),
    ];
}
