using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Values of a categorical latent have less than a hundredth of an even share of q, over examples that are enough to
/// show one that has a quarter of it.
/// </summary>
internal sealed class LS6001ValuesNeverUsed : IRule
{
    // The chance, over all values, that one with the share that counts is not seen.
    private const double Overlooked = 0.01;

    private const int MostNamed = 8;

    /// <inheritdoc/>
    public string Id => "LS6001";

    /// <inheritdoc/>
    public string Name => "Values never used";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.Usage.Value is not { Unused.Length: > 0 } usage || !IsEnough(usage, thresholds))
            return null;
        return new Finding(
            Id, Level,
            $"{usage.Unused.Length} of {usage.Posterior.Length} values {(usage.Unused.Length == 1 ? "is" : "are")} "
                + $"never used: {Named(usage)}.",
            [Cited.Usage(usage), .. Cited.MutualInformation(reading)],
            "It does not say that the others mean something, nor that more values would help: a model takes those that "
                + "pay. Other data may take these.",
            "Nothing needs to change; fewer latent_values would do as well. Where each label should have a value, see "
                + "whether the prior allows for all of them.");
    }

    // K e^(-share N / K): each of K values with that share of 1/K is seen by one example at least.
    private static bool IsEnough(ValueUsage usage, Thresholds thresholds) =>
        usage.Values * Math.Exp(-thresholds.UnusedShare * usage.Independent / usage.Values) <= Overlooked;

    private static string Named(ValueUsage usage)
    {
        string[] names =
        [
            .. usage.Unused.Select(at => usage.Posterior.Length == usage.Values
                ? $"value {at}"
                : $"value {at % usage.Values} of variable {at / usage.Values}"),
        ];
        return names.Length <= MostNamed
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MostNamed))} and {Figures.Count(names.Length - MostNamed)} more";
    }
}
