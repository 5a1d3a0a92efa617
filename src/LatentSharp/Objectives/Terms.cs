namespace LatentSharp.Objectives;

/// <summary>A term that the library has: what is known about it, and how it is made.</summary>
/// <param name="Info">What is known about it.</param>
/// <param name="Create">A new instance.</param>
public sealed record RegisteredTerm(TermInfo Info, Func<IObjectiveTerm> Create);

/// <summary>The terms of the library, one line each.</summary>
public static class Terms
{
    /// <summary>Every term of the library.</summary>
    public static IReadOnlyList<RegisteredTerm> All { get; } =
    [
        new(Reconstruction.Info, static () => new Reconstruction()),
        new(PriorKl.Info, static () => new PriorKl()),
        new(PosteriorVariance.Info, static () => new PosteriorVariance()),
        new(ImportanceWeightedBound.Info, static () => new ImportanceWeightedBound()),
        new(RouterReconstruction.Info, static () => new RouterReconstruction()),
        new(GuessReconstruction.Info, static () => new GuessReconstruction()),
    ];
}
