namespace LatentSharp.Evidence;

/// <summary>
/// A family of latents as evidence: which arrays hold its posterior, and which its prior. Another family is another
/// declaration here, with the roles that it needs.
/// </summary>
public sealed class EvidenceFamily
{
    private EvidenceFamily(string name, IReadOnlyList<EvidenceRole> posterior, IReadOnlyList<EvidenceRole> prior) =>
        (Name, Posterior, Prior) = (name, posterior, prior);

    /// <summary>q = N(mu, diag v) and p = N(m, diag s).</summary>
    public static EvidenceFamily Gaussian { get; } = new(
        "gaussian",
        [EvidenceRole.PosteriorMean, EvidenceRole.PosteriorLogVariance],
        [EvidenceRole.PriorMean, EvidenceRole.PriorLogVariance]);

    /// <summary>Every family.</summary>
    public static IReadOnlyList<EvidenceFamily> All { get; } = [Gaussian];

    /// <summary>Its name in outputs.</summary>
    public string Name { get; }

    /// <summary>What a reading of the family is impossible without; rows and columns are those of the first.</summary>
    public IReadOnlyList<EvidenceRole> Posterior { get; }

    /// <summary>What holds the prior: all of it is there, or none.</summary>
    public IReadOnlyList<EvidenceRole> Prior { get; }

    /// <summary>The family that some roles speak of: the first whose posterior is among them, even in part.</summary>
    public static EvidenceFamily Of(IEnumerable<EvidenceRole> present)
    {
        EvidenceRole[] roles = [.. present];
        return All.FirstOrDefault(family => family.Posterior.Any(roles.Contains)) ?? Gaussian;
    }
}
