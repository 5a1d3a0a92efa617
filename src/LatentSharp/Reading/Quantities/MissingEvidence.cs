using LatentSharp.Evidence;

namespace LatentSharp.Reading.Quantities;

/// <summary>What an estimator says it needs, in the words of a reading's <c>not measured</c>.</summary>
internal static class MissingEvidence
{
    /// <summary>What is needed where a cross-validation has fewer examples, or groups of them, than folds.</summary>
    public static string Folds(int folds) =>
        $"as many examples as the {folds} folds of its cross-validation, or groups of them, at least";

    /// <summary>What is needed where all draws of an example give its answer the probability 0.</summary>
    public static string Possible(IEvidenceArray nll, long row) =>
        FormattableString.Invariant(
            $"a draw in {nll.Name} under which y of row {row} (counted from 0) is possible: all are infinite");

    /// <summary>What is needed where a mean over draws is infinite.</summary>
    public static string FiniteMean(IEvidenceArray nll, long row) =>
        FormattableString.Invariant(
            $"finite values in {nll.Name}: a draw of row {row} (counted from 0) gives y the probability 0, and the ")
        + "mean over draws is infinite";

    /// <summary>What is needed where an array holds a value that no mean can be taken over.</summary>
    public static string Finite(IEvidenceArray array, long row) =>
        FormattableString.Invariant($"finite values in {array.Name}; row {row} (counted from 0) holds one that is not");
}
