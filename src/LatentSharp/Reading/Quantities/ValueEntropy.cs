using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>
/// mean_n H(q_n) of a categorical latent, or of its prior, in nats and summed over variables: how open the values are
/// in an example. It is sharpness, not meaning.
/// </summary>
/// <param name="Value">The entropy, with its standard error over examples.</param>
/// <param name="EffectiveValues">
/// exp of it, over variables their geometric mean: as many equally likely values would be as open.
/// </param>
/// <param name="Ceiling">M ln K, that of the uniform.</param>
/// <param name="PerVariable">[M]</param>
public sealed record ValueEntropy(
    Estimate Value,
    double EffectiveValues,
    double Ceiling,
    ImmutableArray<double> PerVariable)
{
    // Of rounding.
    private const double Within = 1e-9;

    /// <summary>Whether every example has the uniform.</summary>
    public bool IsUniform => Ceiling - Value.Value < Within * Ceiling;
}
