namespace LatentSharp.Latents.Categorical;

/// <summary>
/// What a categorical latent is trained by. The first five follow the evidence lower bound, <see cref="Exact"/> over
/// all values of z and the others by draws of q. The last three follow -log p(y|x) itself, over all values, and q is
/// distilled from the exact posterior.
/// </summary>
public enum CategoricalEstimator
{
    /// <summary>The bound over all values of z: no noise and no bias.</summary>
    Exact,

    /// <summary>The bound by draws of q and their score, with leave-one-out baselines: noise, no bias.</summary>
    ScoreFunction,

    /// <summary>The bound by draws of q that are differentiated as q's probabilities: biased.</summary>
    StraightThrough,

    /// <summary>The bound by mixtures of values, which are differentiated: biased.</summary>
    GumbelSoftmax,

    /// <summary>The bound by draws of q that are differentiated as such mixtures: biased.</summary>
    StraightThroughGumbel,

    /// <summary>-log sum_k p(k|x) p(y|x,k), over all values of z.</summary>
    ExactLikelihood,

    /// <summary>
    /// The same, whose gradient is that of the one value that p(k|x) p(y|x,k) is largest for (Shen et al. 2019).
    /// </summary>
    HardEm,

    /// <summary>
    /// The same, whose gradient is that of one value drawn with the chances (p(k|x) p(y|x,k))^(1/T); unbiased at T = 1
    /// (stochastic EM, Celeux and Diebolt 1985), and harder as T falls.
    /// </summary>
    StochasticEm,
}

/// <summary>What follows from an estimator.</summary>
internal static class CategoricalEstimators
{
    extension(CategoricalEstimator estimator)
    {
        /// <summary>Whether -log p(y|x) is minimised rather than the evidence lower bound.</summary>
        public bool IsOfLikelihood => estimator >= CategoricalEstimator.ExactLikelihood;

        /// <summary>Whether it goes through all values of z.</summary>
        public bool IsEnumerated => estimator == CategoricalEstimator.Exact || estimator.IsOfLikelihood;

        /// <summary>Where its temperature ends by default; null where it has none.</summary>
        public double? TemperatureEnd => estimator switch
        {
            CategoricalEstimator.GumbelSoftmax or CategoricalEstimator.StraightThroughGumbel => 0.5,
            CategoricalEstimator.StochasticEm => 0,
            _ => null,
        };

        /// <summary>How q is drawn from; null for its family's own way.</summary>
        /// <param name="temperature">T, for those that have one.</param>
        public ILatentEstimator? At(double temperature) => estimator switch
        {
            CategoricalEstimator.ScoreFunction => new ScoreFunction(),
            CategoricalEstimator.StraightThrough => new StraightThrough(),
            CategoricalEstimator.GumbelSoftmax => new GumbelSoftmax(temperature),
            CategoricalEstimator.StraightThroughGumbel => new GumbelSoftmax(temperature, isHard: true),
            _ => null,
        };

        /// <summary>
        /// The temperature at which one value is chosen among all of the router's; null where all are differentiated.
        /// </summary>
        /// <param name="temperature">T, for those that have one.</param>
        public double? ChoiceAt(double temperature) => estimator switch
        {
            CategoricalEstimator.HardEm => 0,
            CategoricalEstimator.StochasticEm => temperature,
            _ => null,
        };
    }
}
