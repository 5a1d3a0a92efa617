using System.Collections.Immutable;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Decoding.Likelihoods;

/// <summary>An estimator of -log p(y|x). Each is computed and named apart; none stands in for another.</summary>
public enum LikelihoodEstimator
{
    /// <summary>-log p(y|x) itself, of a model without a latent or over all values of one.</summary>
    NegativeLogLikelihood,

    /// <summary>
    /// mean_s -log p(y|x,z_s) + KL(q || p), z_s ~ q(z|x,y), or over all values of z; the KL in closed form.
    /// </summary>
    NegativeElbo,

    /// <summary>-log (1/S) sum_s p(y|x,z_s), z_s ~ p(z|x).</summary>
    RouterMonteCarlo,

    /// <summary>
    /// -log (1/S) sum_s p(y|x,z_s) p(z_s|x) / q(z_s|x,y), z_s ~ q: in expectation the bound IWAE-S of Burda, Grosse and
    /// Salakhutdinov 2016 ("Importance weighted autoencoders", equation 8), negated.
    /// </summary>
    Importance,

    /// <summary>mean_s -log p(y|x,z_s), z_s ~ p(z|x): a mean of logs, which is no estimate of log p(y|x).</summary>
    MeanLogLikelihood,
}

/// <summary>One estimator at one number of draws, in nats; smaller is better.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Samples">S, draws of z to a bound; 0 where none are drawn.</param>
/// <param name="Groups">Disjoint groups of S draws whose bounds are averaged for each example.</param>
/// <param name="PerExample">The value of each example, [examples].</param>
public sealed record EstimatorColumn(
    LikelihoodEstimator Estimator,
    int Samples,
    int Groups,
    ImmutableArray<double> PerExample)
{
    /// <summary>The mean over examples, with its standard error.</summary>
    public Estimate Mean { get; } = RunningMoments.Of(PerExample.AsSpan());
}

/// <summary>Whether the weights of an estimator can be relied on, at the largest S.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Samples">S.</param>
/// <param name="EffectiveSampleSize">(sum w)^2 / sum w^2 of each example, from 1 to S (Kish 1965).</param>
/// <param name="TailIndex">
/// k-hat of each example; NaN where no tail can be fitted: S is below 25, or the weights are equal.
/// </param>
public sealed record WeightColumn(
    LikelihoodEstimator Estimator,
    int Samples,
    ImmutableArray<double> EffectiveSampleSize,
    ImmutableArray<double> TailIndex)
{
    /// <summary>The median effective sample size.</summary>
    public double MedianEffectiveSampleSize { get; } = Medians.Of([.. EffectiveSampleSize]);

    /// <summary>The median k-hat of the examples that have one; null where none has.</summary>
    public double? MedianTailIndex { get; } =
        TailIndex.All(double.IsNaN) ? null : Medians.Of([.. TailIndex.Where(k => !double.IsNaN(k))]);

    /// <summary>The share of all examples with k-hat above 0.7; null where none has a k-hat.</summary>
    public double? AboveLimit { get; } = TailIndex.All(double.IsNaN)
        ? null
        : TailIndex.Count(k => k > ImportanceWeights.TailIndexLimit) / (double)TailIndex.Length;
}

/// <summary>Estimates of the conditional likelihood of some examples under a model.</summary>
/// <param name="Name">What the data set is called.</param>
/// <param name="Examples">How many examples.</param>
/// <param name="TargetElements">Elements of y, which alone are scored.</param>
/// <param name="Samples">S, ascending; empty where no z is drawn.</param>
/// <param name="Seed">The seed of the draws.</param>
/// <param name="PriorIsStandard">Whether p(z|x) is the fixed prior of its family rather than a router.</param>
/// <param name="Estimators">A column for each estimator and S.</param>
/// <param name="Weights">A column for each estimator that is a mean of weights; empty without a latent.</param>
public sealed record LikelihoodEvaluation(
    string Name, int Examples, int TargetElements, IReadOnlyList<int> Samples, ulong Seed, bool PriorIsStandard,
    IReadOnlyList<EstimatorColumn> Estimators, IReadOnlyList<WeightColumn> Weights)
{
    /// <summary>What the router's bound loses to that of q, at each S; null without a latent.</summary>
    public RouterGap? RouterGap => Samples.Count == 0 ? null : RouterGap.Of(this);

    /// <summary>
    /// KL(q || p(z|x,y)) in nats, what the bound by q loses to -log p(y|x) itself; null where either is not known.
    /// </summary>
    public Estimate? AmortizationGap { get; } =
        Find(Estimators, LikelihoodEstimator.NegativeElbo) is { } bound
        && Find(Estimators, LikelihoodEstimator.NegativeLogLikelihood) is { } exact
            ? RunningMoments.Of([.. bound.PerExample.Zip(exact.PerExample, (above, itself) => above - itself)])
            : null;

    /// <summary>The column of an estimator at the largest S it is given for.</summary>
    public EstimatorColumn this[LikelihoodEstimator estimator] =>
        Estimators.Last(column => column.Estimator == estimator);

    /// <summary>The column of an estimator at an S.</summary>
    public EstimatorColumn this[LikelihoodEstimator estimator, int samples] =>
        Estimators.Single(column => column.Estimator == estimator && column.Samples == samples);

    private static EstimatorColumn? Find(IReadOnlyList<EstimatorColumn> columns, LikelihoodEstimator estimator) =>
        columns.LastOrDefault(column => column.Estimator == estimator);
}
