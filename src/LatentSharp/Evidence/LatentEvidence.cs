using LatentSharp.Data;

namespace LatentSharp.Evidence;

/// <summary>
/// What a reading rests on: arrays over N held-out examples, from a trained run or from a file that another framework
/// exported. Arrays are looked up by their roles. Only the posterior is required; what is missing is named in the
/// reading, never guessed.
/// </summary>
public sealed class LatentEvidence
{
    private readonly Dictionary<EvidenceRole, IEvidenceArray> arrays;
    private ExampleGroups? grouping;

    /// <summary>Gathers evidence over the same examples.</summary>
    /// <param name="name">What reports call it: a run directory or a file.</param>
    /// <param name="family">The family of the latent.</param>
    /// <param name="arrays">Arrays by role; the posterior of the family is among them.</param>
    /// <exception cref="ArgumentException">An array of the family's posterior is missing.</exception>
    public LatentEvidence(
        string name,
        EvidenceFamily family,
        IReadOnlyDictionary<EvidenceRole, IEvidenceArray> arrays)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(arrays);
        (Name, Family, this.arrays) = (name, family, new(arrays));
        if (family.Posterior.FirstOrDefault(role => !arrays.ContainsKey(role)) is { } missing)
            throw new ArgumentException(
                $"{name}: {missing} is missing; a {family.Name} latent needs "
                    + $"{string.Join(" and ", family.Posterior)}.");
    }

    /// <summary>Gathers evidence of a Gaussian latent over the same examples.</summary>
    /// <param name="name">What reports call it: a run directory or a file.</param>
    /// <param name="posteriorMean">mu, [N, D].</param>
    /// <param name="posteriorLogVariance">ln v, [N, D].</param>
    public LatentEvidence(string name, IEvidenceArray posteriorMean, IEvidenceArray posteriorLogVariance)
        : this(
            name,
            EvidenceFamily.Gaussian,
            new Dictionary<EvidenceRole, IEvidenceArray>
            {
                [EvidenceRole.PosteriorMean] =
                    posteriorMean ?? throw new ArgumentNullException(nameof(posteriorMean)),
                [EvidenceRole.PosteriorLogVariance] =
                    posteriorLogVariance ?? throw new ArgumentNullException(nameof(posteriorLogVariance)),
            })
    {
    }

    /// <summary>What reports call the evidence.</summary>
    public string Name { get; }

    /// <summary>The family of the latent.</summary>
    public EvidenceFamily Family { get; }

    /// <summary>N, the number of examples.</summary>
    public long Examples => Leading.Rows;

    /// <summary>D, the number of latent dimensions; of a categorical latent M, that of its variables.</summary>
    public int Dimensions => Family.Width ?? (IsCategorical ? Variables : Leading.Columns);

    /// <summary>M, how many variables the columns of a categorical latent's logits are of. Default 1.</summary>
    public int Variables { get; init; } = 1;

    /// <summary>K, the values of each variable of a categorical latent; null for any other.</summary>
    public int? Values => IsCategorical ? Leading.Columns / Variables : null;

    /// <summary>The array of a role; null where there is none.</summary>
    public IEvidenceArray? this[EvidenceRole role]
    {
        get => arrays.GetValueOrDefault(role);
        private init
        {
            if (value is null)
                arrays.Remove(role);
            else
                arrays[role] = value;
        }
    }

    /// <summary>mu, [N, D], of a Gaussian latent.</summary>
    public IEvidenceArray PosteriorMean => arrays[EvidenceRole.PosteriorMean];

    /// <summary>ln v, [N, D], of a Gaussian latent.</summary>
    public IEvidenceArray PosteriorLogVariance => arrays[EvidenceRole.PosteriorLogVariance];

    /// <summary>m, the router's means, [N, D].</summary>
    public IEvidenceArray? PriorMean
    {
        get => this[EvidenceRole.PriorMean];
        init => this[EvidenceRole.PriorMean] = value;
    }

    /// <summary>ln s, the router's log-variances, [N, D].</summary>
    public IEvidenceArray? PriorLogVariance
    {
        get => this[EvidenceRole.PriorLogVariance];
        init => this[EvidenceRole.PriorLogVariance] = value;
    }

    /// <summary>Class indices, [N].</summary>
    public IEvidenceArray? Labels
    {
        get => this[EvidenceRole.Labels];
        init => this[EvidenceRole.Labels] = value;
    }

    /// <summary>Numeric factors of variation, [N, F].</summary>
    public IEvidenceArray? Factors
    {
        get => this[EvidenceRole.Factors];
        init => this[EvidenceRole.Factors] = value;
    }

    /// <summary>-log p(y|x, z = mu), [N].</summary>
    public IEvidenceArray? NllAtMean
    {
        get => this[EvidenceRole.NllAtMean];
        init => this[EvidenceRole.NllAtMean] = value;
    }

    /// <summary>-log p(y|x, z) for S draws of z from q, [N, S].</summary>
    public IEvidenceArray? NllPosterior
    {
        get => this[EvidenceRole.NllPosterior];
        init => this[EvidenceRole.NllPosterior] = value;
    }

    /// <summary>-log p(y|x, z) for S draws of z from the router, [N, S].</summary>
    public IEvidenceArray? NllPrior
    {
        get => this[EvidenceRole.NllPrior];
        init => this[EvidenceRole.NllPrior] = value;
    }

    /// <summary>-log p(y|x, z) with z drawn from another example's q, [N].</summary>
    public IEvidenceArray? NllShuffled
    {
        get => this[EvidenceRole.NllShuffled];
        init => this[EvidenceRole.NllShuffled] = value;
    }

    /// <summary>log p(z|x) - log q(z|x,y) at the draws of <see cref="NllPosterior"/>, [N, S].</summary>
    public IEvidenceArray? LogRatioPosterior
    {
        get => this[EvidenceRole.LogRatioPosterior];
        init => this[EvidenceRole.LogRatioPosterior] = value;
    }

    /// <summary>x, what the router sees, [N, any].</summary>
    public IEvidenceArray? Condition
    {
        get => this[EvidenceRole.Condition];
        init => this[EvidenceRole.Condition] = value;
    }

    /// <summary>Which examples share an x, [N]; null where that is what groups say, or not known.</summary>
    public IEvidenceArray? ConditionId
    {
        get => this[EvidenceRole.ConditionId];
        init => this[EvidenceRole.ConditionId] = value;
    }

    /// <summary>Which examples belong together, [N]; null where each stands alone.</summary>
    public IEvidenceArray? Groups
    {
        get => this[EvidenceRole.Groups];
        init => this[EvidenceRole.Groups] = value;
    }

    /// <summary>The groups, numbered when first asked for.</summary>
    /// <exception cref="DataException">An example has no group, or there is only one.</exception>
    internal ExampleGroups Grouping => LazyInitializer.EnsureInitialized(
        ref grouping,
        () => ExampleGroups.Of(Groups));

    /// <summary>The final weight of K_prior in the objective; null when it is not known, and 1 is taken.</summary>
    public double? PriorKlWeight { get; init; }

    /// <summary>The weight of the reconstruction, beside which the other weights stand. Default 1.</summary>
    public double ReconstructionWeight { get; init; } = 1;

    /// <summary>
    /// Why no width price applies, such as an objective over several draws; null where one does.
    /// </summary>
    public string? WithoutWidthPrice { get; init; }

    /// <summary>The weight of the posterior variance in the objective; null when it is not known.</summary>
    public double? PosteriorVarianceWeight { get; init; }

    /// <summary>Whether the prior is a fixed N(0, I) rather than a learned router; null when it is not known.</summary>
    public bool? PriorIsStandard { get; init; }

    /// <summary>The training log; null for arrays from a file.</summary>
    public TrainingHistory? History { get; init; }

    /// <summary>Checks that all arrays are over the same examples and dimensions.</summary>
    /// <exception cref="DataException">
    /// An array's shape does not fit; the message names it and what was expected.
    /// </exception>
    public void Validate()
    {
        if (Examples < 2)
            throw new DataException(
                $"{Name}: {Leading.Name} has {Examples} rows; a reading needs at least 2 examples");
        if (IsCategorical && (Variables < 1 || Leading.Columns % Variables > 0 || Leading.Columns < 2 * Variables))
            throw new DataException(
                $"{Name}: {Leading.Name} has {Leading.Columns} columns, which are not two values or more of each of "
                    + $"{Variables} variables; give [examples, variables, values]");
        foreach (EvidenceRole role in EvidenceRole.All.Union(Family.Posterior).Union(Family.Prior))
        {
            if (this[role] is { } array)
                Require(array, Columns(role) ?? array.Columns);
        }

        EvidenceRole[] prior = [.. Family.Prior.Where(arrays.ContainsKey)];
        if (prior.Length > 0 && prior.Length < Family.Prior.Count)
            throw new DataException(
                $"{Name}: {string.Join(" and ", Family.Prior)} come together, and only " +
                    $"{string.Join(" and ", prior)} is there; give both or neither");
    }

    private bool IsCategorical => Family == EvidenceFamily.Categorical;

    private IEvidenceArray Leading => arrays[Family.Posterior[0]];

    private int? Columns(EvidenceRole role) =>
        role.DrawnWith is { } other ? this[other]?.Columns
        : IsCategorical && role.Axes == EvidenceShape.Values ? Leading.Columns
        : role.Axes.Columns(Dimensions);

    private void Require(IEvidenceArray array, int columns)
    {
        if (array.Rows != Examples || array.Columns != columns)
            throw new DataException(
                $"{Name}: {array.Name} has shape [{array.Rows}, {array.Columns}]; {Leading.Name} is " +
                    $"[{Examples}, {Leading.Columns}], so [{Examples}, {columns}] was expected");
    }
}
