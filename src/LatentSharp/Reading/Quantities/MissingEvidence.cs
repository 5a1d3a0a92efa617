using LatentSharp.Evidence;

namespace LatentSharp.Reading.Quantities;

/// <summary>What an estimator says it needs, in the words of a reading's <c>not measured</c>.</summary>
internal static class MissingEvidence
{
    /// <summary>What is needed where a cross-validation has fewer examples than folds.</summary>
    public static string Folds(int examples, int folds) =>
        $"at least as many examples as folds; there are {examples} examples and {folds} folds";

    /// <summary>What is needed where an array holds a value that no mean can be taken over.</summary>
    public static string Finite(IEvidenceArray array, long row) =>
        FormattableString.Invariant($"finite values in {array.Name}; row {row} (counted from 0) holds one that is not");
}
