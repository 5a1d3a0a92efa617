namespace LatentSharp.Objectives;

/// <summary>What a term does at a step.</summary>
public enum TermRole
{
    /// <summary>Its weight is positive: it is part of the loss and of the gradient.</summary>
    Active,

    /// <summary>Its weight is 0: it is computed and logged, and gives no gradient.</summary>
    DiagnosticOnly,
}

/// <summary>Roles as files and logs spell them.</summary>
internal static class TermRoles
{
    /// <summary><c>active</c> or <c>diagnostic_only</c>.</summary>
    public static string NameOf(TermRole role) => role == TermRole.Active ? "active" : "diagnostic_only";
}

/// <summary>One term's part of an objective.</summary>
/// <param name="Name">The term's name.</param>
/// <param name="Raw">The mean over examples, unweighted.</param>
/// <param name="Weight">The weight it was given.</param>
public sealed record TermValue(string Name, double Raw, double Weight)
{
    /// <summary>
    /// What the term adds to the objective: weight times raw; exactly 0 for a diagnostic, whatever its raw value.
    /// </summary>
    public double Contribution => Role == TermRole.DiagnosticOnly ? 0 : Weight * Raw;

    /// <summary>Whether the term takes part in the gradient.</summary>
    public TermRole Role => RoleOf(Weight);

    /// <summary>The role that a weight gives.</summary>
    public static TermRole RoleOf(double weight) => weight == 0 ? TermRole.DiagnosticOnly : TermRole.Active;
}

/// <summary>An objective, term by term.</summary>
/// <param name="Terms">Every term, diagnostics included, in the objective's order.</param>
public sealed record ObjectiveBreakdown(IReadOnlyList<TermValue> Terms)
{
    /// <summary>J, which is minimised: the sum of all contributions.</summary>
    public double Total => Terms.Sum(term => term.Contribution);

    /// <summary>
    /// The first active term whose raw value is not finite; null when all are. A diagnostic's is no part of J.
    /// </summary>
    public TermValue? FirstNonFinite =>
        Terms.FirstOrDefault(term => term.Role == TermRole.Active && !double.IsFinite(term.Raw));

    /// <summary>The term of a name.</summary>
    /// <exception cref="KeyNotFoundException">The objective has no such term.</exception>
    public TermValue this[string name] =>
        Find(name)
        ?? throw new KeyNotFoundException(
            $"The objective has no term '{name}'; it has {string.Join(", ", Terms.Select(term => term.Name))}.");

    /// <summary>The term of a name; null where the objective has no such term.</summary>
    public TermValue? Find(string name) => Terms.FirstOrDefault(term => term.Name == name);
}
