using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>Dimensions of which something holds.</summary>
/// <param name="Count">How many.</param>
/// <param name="Dimensions">Which, counted from 0.</param>
/// <param name="Of">Out of how many.</param>
public sealed record Units(int Count, ImmutableArray<int> Dimensions, int Of);

/// <summary>exp(mean over n, d of log v - log s): 1 means that q and p are equally broad.</summary>
/// <param name="Value">The ratio of geometric mean variances.</param>
public sealed record BreadthRatio(double Value);
