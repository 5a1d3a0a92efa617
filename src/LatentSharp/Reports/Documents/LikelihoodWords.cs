using LatentSharp.Reading.Decoding.Likelihoods;

namespace LatentSharp.Reports.Documents;

/// <summary>The names of estimators, and what each is.</summary>
internal static class LikelihoodWords
{
    /// <summary>The key in files.</summary>
    public static string Key(LikelihoodEstimator estimator) => estimator switch
    {
        LikelihoodEstimator.NegativeLogLikelihood => "negative_log_likelihood",
        LikelihoodEstimator.NegativeElbo => "negative_elbo",
        LikelihoodEstimator.RouterMonteCarlo => "router_mc",
        LikelihoodEstimator.Importance => "importance",
        _ => "mean_log_likelihood",
    };

    /// <summary>The name in a table; that of the importance bound is also the one it was published under.</summary>
    public static string Label(EstimatorColumn column) => column.Estimator == LikelihoodEstimator.Importance
        ? FormattableString.Invariant($"importance (IWAE-{column.Samples})")
        : Key(column.Estimator);

    /// <summary>The equation in a line.</summary>
    public static string Meaning(LikelihoodEstimator estimator) =>
        estimator switch
        {
            LikelihoodEstimator.NegativeLogLikelihood => "-log p(y|x), exact",
            LikelihoodEstimator.NegativeElbo =>
                "mean of -log p(y|x,z), z ~ q or over all z, plus KL(q || p); an upper bound in expectation",
            LikelihoodEstimator.RouterMonteCarlo => "-log mean of p(y|x,z), z ~ p(z|x); an upper bound in expectation",
            LikelihoodEstimator.Importance =>
                "-log mean of p(y|x,z) p(z|x) / q(z|x,y), z ~ q; an upper bound in expectation",
            _ => "mean of -log p(y|x,z), z ~ p(z|x): a mean of logs, not a log-likelihood",
        };
}
