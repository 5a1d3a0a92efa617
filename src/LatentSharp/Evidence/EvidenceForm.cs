namespace LatentSharp.Evidence;

/// <summary>A quantity that stands in for a role's own: its log, times a factor, is what the role holds.</summary>
/// <param name="Name">The array's name, as <c>posterior_std</c>.</param>
/// <param name="Meaning">What a value is, as errors give it.</param>
/// <param name="Factor">What the log of a value is multiplied by.</param>
internal sealed record EvidenceForm(string Name, string Meaning, double Factor)
{
    /// <summary>What a log-variance is computed from.</summary>
    /// <param name="of">The distribution, <c>posterior</c> or <c>prior</c>.</param>
    public static IReadOnlyList<EvidenceForm> OfLogVariance(string of) =>
    [
        new($"{of}_variance", "a variance", 1), new($"{of}_std", "a standard deviation", 2),
    ];
}
