using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>How often the values of a categorical latent are taken, over all examples.</summary>
/// <param name="EffectiveValues">
/// exp of the entropy of the mean q, over variables their geometric mean: K where all are taken as often.
/// </param>
/// <param name="EffectivePriorValues">The same of the mean p; null without a prior.</param>
/// <param name="Posterior">The mean q of each value, variable after variable, [M * K].</param>
/// <param name="Prior">The mean p; empty without a prior.</param>
/// <param name="Unused">
/// The places in <paramref name="Posterior"/> of values with less than a hundredth of an even share.
/// </param>
/// <param name="Values">K</param>
/// <param name="Independent">How many examples, or groups of them, stand for themselves.</param>
public sealed record ValueUsage(
    Estimate EffectiveValues,
    double? EffectivePriorValues,
    ImmutableArray<double> Posterior,
    ImmutableArray<double> Prior,
    ImmutableArray<int> Unused,
    int Values,
    long Independent);
