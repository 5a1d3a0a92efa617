using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>
/// What the router of a categorical latent foretells of q, 1 - E[-sum_k q ln p] / H(mean q): 1 where it gives each
/// example's value for certain, 0 where the mean q would do as well, below 0 where that would do better.
/// </summary>
/// <param name="Value">The skill, with its standard error over examples.</param>
/// <param name="Agreement">The mean q of the router's likeliest value.</param>
/// <param name="Confidence">The mean p of it.</param>
/// <param name="CalibrationError">How far the two are apart on average over the bins.</param>
/// <param name="CalibrationErrorByChance">What a calibrated router would have of it with these examples.</param>
/// <param name="Bins">The reliability table, by what the router gives its likeliest value.</param>
public sealed record RouterSkill(
    Estimate Value,
    Estimate Agreement,
    double Confidence,
    double CalibrationError,
    double CalibrationErrorByChance,
    ImmutableArray<ReliabilityBin> Bins);

/// <summary>The examples to whose likeliest value the router gives about as much.</summary>
/// <param name="From">The least that it gives.</param>
/// <param name="To">The most.</param>
/// <param name="Count">Examples, each once for each variable.</param>
/// <param name="Confidence">What it gives on average.</param>
/// <param name="Agreement">What q gives that value on average.</param>
public sealed record ReliabilityBin(double From, double To, long Count, double Confidence, Estimate Agreement);
