namespace LatentSharp.Evidence;

/// <summary>What has to be supplied beside the posterior: all roles of one alternative.</summary>
public sealed class EvidenceNeeds
{
    private EvidenceNeeds(IReadOnlyList<IReadOnlyList<EvidenceRole>> alternatives) => Alternatives = alternatives;

    /// <summary>The posterior alone will do.</summary>
    public static EvidenceNeeds Nothing { get; } = new([]);

    /// <summary>A Gaussian prior.</summary>
    public static EvidenceNeeds Prior { get; } = new([EvidenceFamily.Gaussian.Prior]);

    /// <summary>Sets of roles; any one set is enough. None at all where nothing is needed.</summary>
    public IReadOnlyList<IReadOnlyList<EvidenceRole>> Alternatives { get; }

    /// <summary>The need in words, as <c>labels or factors</c>; empty where nothing is needed.</summary>
    public string Sentence => Sentenced(Alternatives);

    /// <summary>All of some roles.</summary>
    public static EvidenceNeeds All(params IReadOnlyList<EvidenceRole> roles) => new([roles]);

    /// <summary>Any one of some needs.</summary>
    public static EvidenceNeeds AnyOf(params IReadOnlyList<EvidenceNeeds> needs) =>
        new([.. needs.SelectMany(need => need.Alternatives)]);

    /// <summary>
    /// What is lacking in words: the roles that are absent, as <c>nll_posterior and nll_at_mean</c>. Null where an
    /// alternative is complete.
    /// </summary>
    public string? LackingIn(LatentEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        IReadOnlyList<EvidenceRole>[] lacking =
            [.. Alternatives.Select(roles => (EvidenceRole[])[.. roles.Where(role => evidence[role] is null)])];
        return lacking.Length == 0 || lacking.Any(roles => roles.Count == 0) ? null : Sentenced(lacking);
    }

    private static string Sentenced(IReadOnlyList<IReadOnlyList<EvidenceRole>> alternatives) =>
        string.Join(
            alternatives.All(roles => roles.Count == 1) ? " or " : ", or ",
            alternatives.Select(roles => string.Join(" and ", roles)));
}
