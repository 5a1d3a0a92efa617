using System.Collections.Immutable;

namespace LatentSharp.Reports.Documents;

/// <summary>
/// A target column of the held-out examples, in the data's own units, beside what the model generates from draws of the
/// router for the same conditions.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="Edges">The bins' edges, ascending, one more than bins; empty for classes.</param>
/// <param name="Classes">The name of each class, a bin each; empty for numbers.</param>
/// <param name="Real">The share of the examples in each bin.</param>
/// <param name="Generated">The share of what was generated in each bin; what lies beyond the edges is in none.</param>
/// <param name="RealQuantiles">The 5%, 50% and 95% quantiles of the examples; empty for classes.</param>
/// <param name="GeneratedQuantiles">Those of what was generated.</param>
public sealed record GeneratedColumn(
    string Name,
    ImmutableArray<double> Edges,
    ImmutableArray<string> Classes,
    ImmutableArray<double> Real,
    ImmutableArray<double> Generated,
    ImmutableArray<double> RealQuantiles,
    ImmutableArray<double> GeneratedQuantiles);
