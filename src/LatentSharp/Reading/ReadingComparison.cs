using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;

namespace LatentSharp.Reading;

/// <summary>How one quantity differs between two readings.</summary>
/// <param name="Quantity">Its key.</param>
/// <param name="Before">The number in the earlier reading; null where it was not measured.</param>
/// <param name="After">The number in the later one.</param>
/// <param name="Difference">After less before; null where either is missing.</param>
/// <param name="StandardError">The root of the sum of both squared standard errors; null where either has none.</param>
/// <param name="Needs">What is missing, and in which reading; null where there is a difference.</param>
public sealed record QuantityDifference(
    string Quantity, double? Before, double? After, double? Difference, double? StandardError, string? Needs);

/// <summary>Two readings side by side.</summary>
/// <param name="Before">The reading compared against.</param>
/// <param name="After">The reading at hand.</param>
/// <param name="Differences">
/// Every quantity that one of the latents can have, in the order of the specification.
/// </param>
/// <param name="Findings">
/// Those that the reading at hand has and the other has not, or of a lower level, and those that need two readings.
/// </param>
public sealed record ReadingComparison(
    LatentReading Before,
    LatentReading After,
    IReadOnlyList<QuantityDifference> Differences,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>
    /// Compares two readings. Error bars take the readings as independent: for readings of the same examples they are
    /// wider than need be.
    /// </summary>
    /// <param name="earlier">What is compared against.</param>
    /// <param name="later">What is at hand.</param>
    /// <param name="thresholds">Where the lines are drawn; null for the defaults.</param>
    public static ReadingComparison Of(Diagnosis earlier, Diagnosis later, Thresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        LatentReading before = earlier.Reading, after = later.Reading;
        IReadOnlyList<QuantityValue> first = QuantityBook.Values(before.Quantities),
            second = QuantityBook.Values(after.Quantities);
        var differences = new List<QuantityDifference>();
        // What neither latent can have is no difference.
        foreach (string quantity in first.Concat(second).Select(value => value.Quantity).Distinct()
            .Where(key => QuantityBook.Find(key) is { } one && (one.IsOf(before.Family) || one.IsOf(after.Family))))
            differences.Add(
                Difference(quantity, (before, ValueOf(first, quantity)), (after, ValueOf(second, quantity))));
        return new ReadingComparison(
            before,
            after,
            differences,
            [
                .. RuleBook
                    .ComparisonRules.Select(rule => rule.Apply(before, after, thresholds ?? new Thresholds()))
                    .OfType<Finding>()
                    .Concat(later.Findings.Where(finding => !earlier.Findings.Any(known =>
                        known.Id == finding.Id && known.Level >= finding.Level)))
                    .OrderByDescending(finding => finding.Level)
                    .ThenBy(finding => finding.Id, StringComparer.Ordinal),
            ]);
    }

    private static QuantityValue ValueOf(IReadOnlyList<QuantityValue> values, string quantity) =>
        values.FirstOrDefault(value => value.Quantity == quantity)
        ?? new QuantityValue(quantity, null, null, "the labels or factors that it is about");

    private static QuantityDifference Difference(
        string quantity,
        (LatentReading Reading, QuantityValue Value) before,
        (LatentReading Reading, QuantityValue Value) after)
    {
        string[] missing =
        [
            .. new[] { before, after }
                .Where(side => side.Value.Needs is not null)
                .Select(side => $"{side.Value.Needs} for {side.Reading.Name}"),
        ];
        double? error =
            before.Value.StandardError is { } b && after.Value.StandardError is { } a ? double.Hypot(a, b) : null;
        return new QuantityDifference(
            quantity, before.Value.Value, after.Value.Value, after.Value.Value - before.Value.Value, error,
            missing.Length > 0 ? string.Join("; ", missing) : null);
    }
}
