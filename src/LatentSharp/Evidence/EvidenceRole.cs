namespace LatentSharp.Evidence;

/// <summary>
/// What an array of evidence is for, and what it must be. Each role is declared here once: names in files and messages,
/// checks, help and documentation follow from it.
/// </summary>
public sealed class EvidenceRole
{
    /// <summary>mu.</summary>
    public static EvidenceRole PosteriorMean { get; } = new(
        "posterior_mean", EvidenceShape.Latent, EvidenceElements.Real, "mu");

    /// <summary>ln v.</summary>
    public static EvidenceRole PosteriorLogVariance { get; } = new(
        "posterior_logvar", EvidenceShape.Latent, EvidenceElements.Real,
        "ln v, a log-variance (twice the log of a standard deviation); or posterior_variance, or posterior_std")
    {
        Forms = EvidenceForm.OfLogVariance("posterior"),
    };

    /// <summary>m.</summary>
    public static EvidenceRole PriorMean { get; } = new(
        "prior_mean", EvidenceShape.Latent, EvidenceElements.Real, "m; together with prior_logvar");

    /// <summary>ln s.</summary>
    public static EvidenceRole PriorLogVariance { get; } = new(
        "prior_logvar", EvidenceShape.Latent, EvidenceElements.Real,
        "ln s; or prior_variance, or prior_std. A fixed N(0, I) is zeros in both")
    {
        Forms = EvidenceForm.OfLogVariance("prior"),
    };

    /// <summary>ln pi of a categorical latent, up to a constant of each variable.</summary>
    public static EvidenceRole PosteriorLogits { get; } = new(
        "posterior_logits", EvidenceShape.Values, EvidenceElements.Real,
        "in place of both, of a categorical latent: logits of q, -inf where a value is impossible; or "
            + "posterior_probabilities")
    {
        Forms = EvidenceForm.OfLogits("posterior"),
    };

    /// <summary>ln rho, likewise.</summary>
    public static EvidenceRole PriorLogits { get; } = new(
        "prior_logits", EvidenceShape.Values, EvidenceElements.Real,
        "logits of p(z|x) of a categorical latent; or prior_probabilities. A fixed uniform prior is zeros")
    {
        Forms = EvidenceForm.OfLogits("prior"),
    };

    /// <summary>A class for each example.</summary>
    public static EvidenceRole Labels { get; } = new(
        "labels", EvidenceShape.Vector, EvidenceElements.Classes,
        "a class each: whole numbers or text; -1, NaN and empty text are unlabelled")
    {
        MayBePerSequence = true,
    };

    /// <summary>Numbers that a probe looks for.</summary>
    public static EvidenceRole Factors { get; } = new(
        "factors", EvidenceShape.Factors, EvidenceElements.Any, "numeric factors of variation; NaN is unknown")
    {
        MayBePerSequence = true,
    };

    /// <summary>What the decoder makes of mu.</summary>
    public static EvidenceRole NllAtMean { get; } = new(
        "nll_at_mean", EvidenceShape.Vector, EvidenceElements.Real,
        "-ln p(y|x, z = mu), in nats, summed over the target");

    /// <summary>What it makes of draws of q.</summary>
    public static EvidenceRole NllPosterior { get; } = new(
        "nll_posterior", EvidenceShape.Draws, EvidenceElements.Real, "the same for draws of z from q");

    /// <summary>What it makes of draws of the router.</summary>
    public static EvidenceRole NllPrior { get; } = new(
        "nll_prior", EvidenceShape.Draws, EvidenceElements.Real, "for draws of z from p(z|x)");

    /// <summary>What it makes of a stranger's z.</summary>
    public static EvidenceRole NllShuffled { get; } = new(
        "nll_shuffled", EvidenceShape.Vector, EvidenceElements.Real, "for z drawn from another example's q");

    /// <summary>The weights of draws of q, before the decoder.</summary>
    public static EvidenceRole LogRatioPosterior { get; } = new(
        "log_ratio_posterior", EvidenceShape.Draws, EvidenceElements.Real,
        "ln p(z|x) - ln q(z|x,y) at the draws of nll_posterior")
    {
        DrawnWith = NllPosterior,
    };

    /// <summary>What the router sees.</summary>
    public static EvidenceRole Condition { get; } = new(
        "condition", EvidenceShape.Factors, EvidenceElements.Any, "x, for what x can tell of z")
    {
        MayBePerSequence = true,
    };

    /// <summary>Which examples share an x.</summary>
    public static EvidenceRole ConditionId { get; } = new(
        "condition_id", EvidenceShape.Vector, EvidenceElements.Classes,
        "the x of each example, the same for those that share it: what z says of labels within an x; groups where it "
            + "is not given")
    {
        MayBePerSequence = true,
    };

    /// <summary>Which examples belong together.</summary>
    public static EvidenceRole Groups { get; } = new(
        "groups", EvidenceShape.Vector, EvidenceElements.Classes,
        "the sequence, subject or source of each example: error bars are over groups")
    {
        MayBePerSequence = true,
    };

    /// <summary>Which examples, or steps of sequences, are real.</summary>
    public static EvidenceRole Mask { get; } = new(
        "mask", EvidenceShape.Vector, EvidenceElements.Any, "1 for what is real, 0 for padding, which is left out");

    /// <summary>The weight of K_prior in the objective.</summary>
    public static EvidenceRole PriorKlWeight { get; } = new(
        "prior_kl_weight", EvidenceShape.Scalar, EvidenceElements.Any,
        "the final weight of K_prior beside a reconstruction summed over the target; 1 where it is not given");

    /// <summary>The weight of V_post in the objective.</summary>
    public static EvidenceRole PosteriorVarianceWeight { get; } = new(
        "posterior_variance_weight", EvidenceShape.Scalar, EvidenceElements.Any,
        "the weight of the mean of v in the objective; 0 if it was only logged");

    private readonly EvidenceShape shape;
    private readonly EvidenceElements elements;

    private EvidenceRole(string name, EvidenceShape shape, EvidenceElements elements, string meaning)
    {
        (Name, Meaning) = (name, meaning);
        (this.shape, this.elements) = (shape, elements);
    }

    /// <summary>All roles, in the order of the documentation.</summary>
    public static IReadOnlyList<EvidenceRole> All { get; } =
    [
        PosteriorMean, PosteriorLogVariance, PriorMean, PriorLogVariance, PosteriorLogits, PriorLogits, Labels, Factors,
        Condition, ConditionId, NllAtMean, NllPosterior, NllPrior, NllShuffled, LogRatioPosterior, Groups, Mask,
        PosteriorVarianceWeight, PriorKlWeight,
    ];

    /// <summary>The role's name, which is also the array's unless a map gives another.</summary>
    public string Name { get; }

    /// <summary>What the array holds.</summary>
    public string Meaning { get; }

    /// <summary>The expected shape, as errors and documentation give it: <c>[examples, dimensions]</c>.</summary>
    public string Shape => shape.Text;

    /// <summary>Whether a reading is impossible without it: a posterior of its family needs it.</summary>
    public bool Required => EvidenceFamily.All.Any(family => family.Posterior.Contains(this));

    /// <summary>What its axes are.</summary>
    internal EvidenceShape Axes => shape;

    /// <summary>What its numbers are.</summary>
    internal EvidenceElements Elements => elements;

    /// <summary>The role whose draws these belong to, one for one; null where there is none.</summary>
    internal EvidenceRole? DrawnWith { get; private init; }

    /// <summary>Other quantities that an array of the role can be computed from, each under its own name.</summary>
    internal IReadOnlyList<EvidenceForm> Forms { get; private init; } = [];

    /// <summary>Whether one row for a whole sequence says it for each of its steps.</summary>
    internal bool MayBePerSequence { get; private init; }

    /// <summary>Whether one row may be given for all examples, as of a global prior.</summary>
    internal bool MayBeShared =>
        this == PriorLogits || (shape == EvidenceShape.Latent && this != PosteriorMean);

    /// <summary>The names that an array of the role may have.</summary>
    internal IEnumerable<string> Names => Forms.Select(form => form.Name).Prepend(Name);

    /// <summary>The role of a part of a latent whose family no file holds.</summary>
    internal static EvidenceRole OfPart(string name, string meaning) =>
        new(name, EvidenceShape.Part, EvidenceElements.Real, meaning);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
