using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Words;

namespace LatentSharp.Reports.Documents;

/// <summary>The rows of a comparison and of a sweep, as text and page both show them.</summary>
internal static class ComparisonWords
{
    /// <summary>What the error bars of a comparison are.</summary>
    public const string ErrorBars =
        "Error bars take the readings as independent. With different learned routers V_post alone does not say " +
            "which latent is sharper: "
        + "read the noise share beside it.";

    /// <summary>The columns of a comparison.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["quantity", "before", "after", "difference"];

    /// <summary>The columns of a sweep.</summary>
    public static IReadOnlyList<string> SweepColumns { get; } =
        ["reading", "weight", .. SweepReading.Quantities.Select(quantity => quantity.Label)];

    /// <summary>A quantity of a comparison.</summary>
    public static IReadOnlyList<string> Cells(QuantityDifference row) =>
        QuantityBook.Find(row.Quantity) is { IsCount: true }
            ? [row.Quantity, Count(row.Before), Count(row.After), Count(row.Difference)]
            :
            [
                row.Quantity,
                Number(row.Before),
                Number(row.After),
                row is { Difference: { } difference, StandardError: { } error }
                    ? Figures.Of(new Estimate(difference, error))
                    : Number(row.Difference),
            ];

    /// <summary>
    /// One of the readings compared, with its V_post and the role that this had, or its posterior entropy.
    /// </summary>
    public static string Side(LatentReading reading) =>
        $"{reading.Name}: {Spelling.Count(reading.Examples)} examples, {Spelling.Extent(reading)}, "
        + $"{Spelling.Prior(reading)}. "
        + (reading.Quantities.PosteriorEntropy.Value is { } entropy
            ? $"The posterior entropy is {Figures.Of(entropy.Value)}."
            : $"V_post is {Number(reading.Quantities.PosteriorVariance)}. "
                + Spelling.Role(reading.PosteriorVarianceRole));

    /// <summary>A reading of a sweep.</summary>
    public static IReadOnlyList<string> Cells(SweepRow row) =>
        [
            row.Name,
            Figures.Chosen(row.Weight),
            .. row.Measured.Select(cell => Number(cell.Value)),
        ];

    /// <summary>What each quantity lacks in a sweep, once for each.</summary>
    public static IEnumerable<string> Missing(SweepReading sweep) =>
        sweep
            .Rows.SelectMany(row => row.Measured)
            .Where(cell => !cell.Value.IsMeasured)
            .Select(cell => $"{cell.Quantity.Label} is not measured everywhere: needs {cell.Value.Needs}.")
            .Distinct();

    private static string Count(double? value) => value is { } number ? Spelling.Count((long)number) : "-";

    private static string Number(double? value) => value is { } number ? Figures.Of(number) : "-";

    private static string Number(Measured<VarianceSummary> variance) =>
        variance.Value is { } value ? Figures.Of(value.Mean) : "not measured";

    private static string Number(Measured<Estimate> estimate) => estimate.Value is { } value ? Figures.Of(value) : "-";
}
