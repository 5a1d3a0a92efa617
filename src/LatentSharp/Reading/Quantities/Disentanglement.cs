namespace LatentSharp.Reading.Quantities;

/// <summary>how far single dimensions of the latent stand for single factors, by the scores of the field.</summary>
/// <param name="Scores">Each score, in a fixed order.</param>
/// <param name="Factors">Factors that vary.</param>
/// <param name="Examples">Examples used: those whose factors are all known.</param>
public sealed record Disentanglement(IReadOnlyList<FactorScore> Scores, int Factors, int Examples);

/// <summary>One score, between 0 and 1.</summary>
/// <param name="Name">Its name in JSON: <c>mig</c>.</param>
/// <param name="Meaning">What it is, in words.</param>
/// <param name="Value">The score with its standard error over examples, or over groups of them.</param>
/// <param name="Control">The score with the factors permuted among examples: what chance gives.</param>
public sealed record FactorScore(string Name, string Meaning, Estimate Value, double Control);
