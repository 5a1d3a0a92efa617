namespace LatentSharp.Reading.Quantities;

/// <summary>
/// I_q(z; n): how many nats a draw of z says about which example it came from, estimated against the mixture over the
/// examples. No estimate can exceed ln of the number of examples in the mixture. Of a categorical latent it is exact
/// for these examples: H(mean q) - mean H(q), summed over variables.
/// </summary>
/// <param name="Value">The estimate with its standard error, in nats.</param>
/// <param name="Ceiling">ln of the examples in the mixture; of a categorical latent M ln K.</param>
/// <param name="Examples">Examples used.</param>
/// <param name="Samples">Draws of z per example; 0 where none are needed.</param>
public sealed record MutualInformation(Estimate Value, double Ceiling, int Examples, int Samples)
{
    /// <summary>Whether it is exact for the examples, as of a categorical latent.</summary>
    public bool IsExact => Samples == 0;
}

/// <summary>
/// KL(mean_n q_n || mean_n p_n), in nats: estimated from draws of the aggregate posterior, of a categorical latent
/// exact.
/// </summary>
/// <param name="Value">The estimate with its standard error.</param>
/// <param name="Examples">Examples in either mixture.</param>
/// <param name="Samples">Draws of z per example; 0 where none are needed.</param>
public sealed record AggregateGap(Estimate Value, int Examples, int Samples);

/// <summary>A difference of two mean negative log-likelihoods over the same examples, in nats.</summary>
/// <param name="Difference">The mean difference with its paired standard error.</param>
/// <param name="Baseline">The mean NLL that was subtracted.</param>
/// <param name="Samples">Draws of z per example, S.</param>
public sealed record NllGap(Estimate Difference, Estimate Baseline, int Samples);

/// <summary>One estimator of log p(y|x), a lower bound in expectation.</summary>
/// <param name="LogLikelihood">The mean over examples, in nats, with its standard error.</param>
/// <param name="Samples">S.</param>
/// <param name="EffectiveSampleSize">The median over examples of (sum w)^2 / sum w^2.</param>
/// <param name="ParetoK">
/// The median over examples of the tail index k-hat; null when no example has a tail to fit: S is below 25, or the
/// weights are equal.
/// </param>
/// <param name="ParetoKAboveLimit">The share of examples with k-hat above 0.7; null likewise.</param>
/// <param name="Impossible">The draws, over all examples, under which y has the probability 0.</param>
public sealed record LikelihoodEstimate(
    Estimate LogLikelihood,
    int Samples,
    double EffectiveSampleSize,
    double? ParetoK,
    double? ParetoKAboveLimit,
    long Impossible = 0);

/// <summary>log p(y|x) by two estimators, which are never printed under one name.</summary>
/// <param name="PriorMonteCarlo">From S draws of the router.</param>
/// <param name="Importance">From S draws of q, weighted by p(z|x) / q(z|x,y).</param>
public sealed record ConditionalLikelihood(
    Measured<LikelihoodEstimate> PriorMonteCarlo,
    Measured<LikelihoodEstimate> Importance);

/// <summary>How well a linear probe recovers something from the latent, cross-validated.</summary>
/// <param name="Target">What is recovered: <c>labels</c>, or <c>factor 3</c>.</param>
/// <param name="Score">accuracy or r2.</param>
/// <param name="FromPosteriorMean">The probe from mu.</param>
/// <param name="FromPriorMean">The probe from m; not measured without the router's means.</param>
/// <param name="Control">The probe from mu with the targets permuted: what chance gives.</param>
/// <param name="Examples">Examples used.</param>
/// <param name="Folds">Folds of the cross-validation.</param>
public sealed record Probe(
    string Target,
    string Score,
    Estimate FromPosteriorMean,
    Measured<Estimate> FromPriorMean,
    Estimate Control,
    int Examples,
    int Folds)
{
    /// <summary>The probe from one draw z of q for each example: what the decoder is given.</summary>
    public required Estimate FromDraw { get; init; }

    /// <summary>Examples that were left out: without a label, of a class of fewer than 5, or unknown.</summary>
    public int LeftOut { get; init; }
}

/// <summary>Every probe of a reading: one for the labels, one for each factor.</summary>
/// <param name="Probes">At least one.</param>
public sealed record SemanticProbe(IReadOnlyList<Probe> Probes);

/// <summary>The share of examples whose own draw z of q is the likeliest under the router's p among all.</summary>
/// <param name="Share">The share with its standard error.</param>
/// <param name="Chance">1 / examples.</param>
/// <param name="Examples">Examples used.</param>
public sealed record RouterRetrieval(Estimate Share, double Chance, int Examples);
