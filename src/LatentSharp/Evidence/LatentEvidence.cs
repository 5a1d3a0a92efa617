using LatentSharp.Data;

namespace LatentSharp.Evidence;

/// <summary>
/// What a reading rests on: arrays over N held-out examples, from a trained run or from a file that another framework
/// exported. Only the posterior is required; what is missing is named in the reading, never guessed.
/// </summary>
public sealed class LatentEvidence
{
    /// <summary>Gathers evidence over the same examples.</summary>
    /// <param name="name">What reports call it: a run directory or a file.</param>
    /// <param name="posteriorMean">mu, [N, D].</param>
    /// <param name="posteriorLogVariance">ln v, [N, D].</param>
    public LatentEvidence(string name, IEvidenceArray posteriorMean, IEvidenceArray posteriorLogVariance)
    {
        ArgumentNullException.ThrowIfNull(posteriorMean);
        ArgumentNullException.ThrowIfNull(posteriorLogVariance);
        (Name, PosteriorMean, PosteriorLogVariance) = (name, posteriorMean, posteriorLogVariance);
    }

    /// <summary>What reports call the evidence.</summary>
    public string Name { get; }

    /// <summary>N, the number of examples.</summary>
    public long Examples => PosteriorMean.Rows;

    /// <summary>D, the number of latent dimensions.</summary>
    public int Dimensions => PosteriorMean.Columns;

    /// <summary>mu, [N, D].</summary>
    public IEvidenceArray PosteriorMean { get; }

    /// <summary>ln v, [N, D].</summary>
    public IEvidenceArray PosteriorLogVariance { get; }

    /// <summary>m, the router's means, [N, D].</summary>
    public IEvidenceArray? PriorMean { get; init; }

    /// <summary>ln s, the router's log-variances, [N, D].</summary>
    public IEvidenceArray? PriorLogVariance { get; init; }

    /// <summary>Class indices, [N].</summary>
    public IEvidenceArray? Labels { get; init; }

    /// <summary>Numeric factors of variation, [N, F].</summary>
    public IEvidenceArray? Factors { get; init; }

    /// <summary>-log p(y|x, z = mu), [N].</summary>
    public IEvidenceArray? NllAtMean { get; init; }

    /// <summary>-log p(y|x, z) for S draws of z from q, [N, S].</summary>
    public IEvidenceArray? NllPosterior { get; init; }

    /// <summary>-log p(y|x, z) for S draws of z from the router, [N, S].</summary>
    public IEvidenceArray? NllPrior { get; init; }

    /// <summary>-log p(y|x, z) with z drawn from another example's q, [N].</summary>
    public IEvidenceArray? NllShuffled { get; init; }

    /// <summary>log p(z|x) - log q(z|x,y) at the draws of <see cref="NllPosterior"/>, [N, S].</summary>
    public IEvidenceArray? LogRatioPosterior { get; init; }

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
                $"{Name}: {PosteriorMean.Name} has {Examples} rows; a reading needs at least 2 examples");
        Require(PosteriorLogVariance, Dimensions);
        Require(PriorMean, Dimensions);
        Require(PriorLogVariance, Dimensions);
        Require(Labels, 1);
        Require(Factors, Factors?.Columns ?? 0);
        Require(NllAtMean, 1);
        Require(NllPosterior, NllPosterior?.Columns ?? 0);
        Require(NllPrior, NllPrior?.Columns ?? 0);
        Require(NllShuffled, 1);
        Require(LogRatioPosterior, NllPosterior?.Columns ?? LogRatioPosterior?.Columns ?? 0);
        if ((PriorMean is null) != (PriorLogVariance is null))
            throw new DataException(
                $"{Name}: prior_mean and prior_logvar come together, and only " +
                    $"{(PriorMean is null ? "prior_logvar" : "prior_mean")} is there; give both or neither");
    }

    private void Require(IEvidenceArray? array, int columns)
    {
        if (array is not null && (array.Rows != Examples || array.Columns != columns))
            throw new DataException(
                $"{Name}: {array.Name} has shape [{array.Rows}, {array.Columns}]; {PosteriorMean.Name} is " +
                    $"[{Examples}, {Dimensions}], so [{Examples}, {columns}] was expected");
    }
}
