using LatentSharp.Words;
using static LatentSharp.Runs.Configuration.KeyRows;

namespace LatentSharp.Runs.Configuration;

/// <summary>The keys of the data: what is given, what is generated, and what is held out.</summary>
internal static class DataKeys
{
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Text(
            "data", "digits, mnist, or the path of a CSV or IDX file",
            c => c.Data, (c, v) => c with { Data = Place("data", v) }),
        OptionalText(
            "labels", "IDX: the path of the label file",
            c => c.Labels, (c, v) => c with { Labels = v is null ? null : Place("labels", v) }),
        // Not a list that none unsets: for images none is a condition.
        new(
            "condition", "CSV: columns; images: upper_half, left_half, quadrants:1, 2 or 3, label or none",
            c => c.Condition, (c, v) => c with { Condition = v })
        {
            IsList = true,
        },
        List(
            "target", "CSV: columns; images: what the condition leaves",
            c => c.Target, (c, v) => c with { Target = v }),
        OptionalText(
            "label", "CSV: the column of labels, never shown to the model",
            c => c.Label, (c, v) => c with { Label = v }),
        Choice(
            "binarize",
            "images: threshold, static (drawn once), dynamic (training images anew in every epoch) or none",
            [.. ((string[])["threshold", "static", "dynamic", "none"]).Select(word => (word, word))],
            c => c.Binarize, (c, v) => c with { Binarize = v }),
        OptionalNumber(
            "grey_maximum",
            "IDX: the pixel value of white; none takes 255 or 1, or the greatest where that is below half of it",
            c => c.GreyMaximum is { } white ? Format(white) : null,
            (c, v) => c with { GreyMaximum = v is null ? null : White(v) }),
        Number(
            "validation_fraction",
            "share of examples held out to choose the best weights by; mnist: of the training set, from its end",
            c => c.ValidationFraction, (c, v) => c with { ValidationFraction = Fraction("validation_fraction", v) }),
        Number(
            "test_fraction", "share of examples held out to the end; unused by mnist, which has a test set",
            c => c.TestFraction, (c, v) => c with { TestFraction = Fraction("test_fraction", v) }),
    ];

    private static double White(string text) =>
        ParseNumber("grey_maximum", text) is var white && white > 0
            ? white
            : throw OptionException.OutOfRange("grey_maximum", text, "a number above 0");

    // No system has files with such a name, and .NET throws for one wherever it is used.
    private static string Place(string name, string path) =>
        path.Contains('\0', StringComparison.Ordinal)
            ? throw OptionException.OutOfRange(name, OneLine.Excerpt(path), "a path without a null character")
            : path;
}
