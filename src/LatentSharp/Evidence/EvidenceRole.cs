using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Evidence;

/// <summary>What an array of an evidence file is for, and what it must be.</summary>
/// <param name="Name">The role, which is also the array's name unless a map gives another.</param>
/// <param name="Shape">The expected shape, as errors give it.</param>
/// <param name="Elements">The expected elements, as errors give them.</param>
/// <param name="Accepts">Whether elements of a type will do.</param>
internal sealed record EvidenceRole(string Name, string Shape, string Elements, Func<ElementType, bool> Accepts)
{
    public const string PosteriorMean = "posterior_mean";
    public const string PosteriorLogVariance = "posterior_logvar";
    public const string PriorMean = "prior_mean";
    public const string PriorLogVariance = "prior_logvar";
    public const string Labels = "labels";
    public const string Factors = "factors";
    public const string NllAtMean = "nll_at_mean";
    public const string NllPosterior = "nll_posterior";
    public const string NllPrior = "nll_prior";
    public const string NllShuffled = "nll_shuffled";
    public const string LogRatioPosterior = "log_ratio_posterior";
    public const string PosteriorVarianceWeight = "posterior_variance_weight";

    private const string Latent = "[examples, dimensions]",
        Vector = "[examples]",
        Draws = "[examples, draws]",
        Scalar = "[] or [1]";

    /// <summary>All roles, in the order of the documentation; the first two are required.</summary>
    public static IReadOnlyList<EvidenceRole> All { get; } =
    [
        Real(PosteriorMean, Latent),
        Real(PosteriorLogVariance, Latent),
        Real(PriorMean, Latent),
        Real(PriorLogVariance, Latent),
        new(Labels, Vector, "integers (class indices)", element => !element.IsFloat),
        Any(Factors, "[examples, factors]"),
        Real(NllAtMean, Vector),
        Real(NllPosterior, Draws),
        Real(NllPrior, Draws),
        Real(NllShuffled, Vector),
        Real(LogRatioPosterior, Draws),
        Any(PosteriorVarianceWeight, Scalar),
    ];

    /// <summary>Whether a reading is impossible without it.</summary>
    public bool Required => Name is PosteriorMean or PosteriorLogVariance;

    /// <summary>Whether it is a single number rather than a row for each example.</summary>
    public bool IsScalar => Shape == Scalar;

    private static EvidenceRole Real(string name, string shape) =>
        new(name, shape, "float16, bfloat16, float32 or float64", element => element.IsFloat);

    private static EvidenceRole Any(string name, string shape) => new(name, shape, "numbers", _ => true);
}
