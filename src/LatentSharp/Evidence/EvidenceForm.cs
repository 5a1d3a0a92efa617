namespace LatentSharp.Evidence;

/// <summary>A quantity that stands in for a role's own.</summary>
/// <param name="Name">The array's name, as <c>posterior_std</c>.</param>
/// <param name="Computed">
/// The role's own quantity from the array, given the number of variables that its columns are of.
/// </param>
internal sealed record EvidenceForm(string Name, Func<IEvidenceArray, int, IEvidenceArray> Computed)
{
    /// <summary>What a log-variance is computed from.</summary>
    /// <param name="of">The distribution, <c>posterior</c> or <c>prior</c>.</param>
    public static IReadOnlyList<EvidenceForm> OfLogVariance(string of) =>
    [
        Logged($"{of}_variance", "a variance", 1), Logged($"{of}_std", "a standard deviation", 2),
    ];

    /// <summary>What logits are computed from.</summary>
    /// <param name="of">The distribution, <c>posterior</c> or <c>prior</c>.</param>
    public static IReadOnlyList<EvidenceForm> OfLogits(string of)
    {
        string name = $"{of}_probabilities";
        return [new(name, (array, variables) => new ProbabilityArray(array, name, array.Columns / variables))];
    }

    private static EvidenceForm Logged(string name, string meaning, double factor) =>
        new(name, (array, _) => new LoggedArray(array, name, meaning, factor));
}
