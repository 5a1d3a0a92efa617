using LatentSharp.Latents;

namespace LatentSharp.Evidence;

/// <summary>
/// A family of latents as evidence: which arrays hold its posterior, and which its prior. A family whose arrays are
/// read from files is declared here; any other has roles named for its parts.
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

    /// <summary>q = pi and p = rho over the values of one or several variables.</summary>
    public static EvidenceFamily Categorical { get; } = new(
        "categorical",
        [EvidenceRole.PosteriorLogits],
        [EvidenceRole.PriorLogits])
    {
        StandardPrior = "uniform",
    };

    /// <summary>Every family.</summary>
    public static IReadOnlyList<EvidenceFamily> All { get; } = [Gaussian, Categorical];

    /// <summary>Its name in outputs.</summary>
    public string Name { get; }

    /// <summary>What a reading of the family is impossible without; the examples are the rows of the first.</summary>
    public IReadOnlyList<EvidenceRole> Posterior { get; }

    /// <summary>The numbers of a draw; null where the columns of the posterior say it.</summary>
    internal int? Width { get; private init; }

    /// <summary>The prior of the family that is fixed, in words; arrays of zeros are it.</summary>
    internal string StandardPrior { get; private init; } = "N(0, I)";

    /// <summary>What holds the prior: all of it is there, or none.</summary>
    public IReadOnlyList<EvidenceRole> Prior { get; }

    /// <summary>The evidence of a model's family: <c>posterior_logits</c> holds the part <c>logits</c> of q.</summary>
    public static EvidenceFamily Of(LatentFamily latent)
    {
        ArgumentNullException.ThrowIfNull(latent);
        return All.FirstOrDefault(family => family.Name == latent.Name)
            ?? new EvidenceFamily(latent.Name, Roles("posterior"), Roles("prior")) { Width = latent.Width };

        EvidenceRole[] Roles(string of) =>
            [.. latent.Parts.Select(part => EvidenceRole.OfPart($"{of}_{part}", $"{part} of a {latent.Name} latent"))];
    }

    /// <summary>The family that some roles speak of: the first whose posterior is among them, even in part.</summary>
    public static EvidenceFamily Of(IEnumerable<EvidenceRole> present)
    {
        EvidenceRole[] roles = [.. present];
        return All.FirstOrDefault(family => family.Posterior.Any(roles.Contains)) ?? Gaussian;
    }
}
