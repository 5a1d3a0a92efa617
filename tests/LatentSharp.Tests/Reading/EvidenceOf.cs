using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading;

/// <summary>Small pieces of evidence, written out.</summary>
internal static class EvidenceOf
{
    /// <summary>Posteriors alone.</summary>
    public static LatentEvidence Posterior(int dimensions, double[] mean, double[] logVariance) =>
        new(
            "test",
            new MemoryArray("posterior_mean", mean, dimensions),
            new MemoryArray("posterior_logvar", logVariance, dimensions));

    /// <summary>Posteriors N(mean, 1).</summary>
    public static LatentEvidence Means(int dimensions, double[] mean) =>
        Posterior(dimensions, mean, new double[mean.Length]);

    /// <summary>Posteriors N(mean, 1) and a router N(prior mean, e^prior log-variance).</summary>
    public static LatentEvidence Routed(int dimensions, double[] mean, double[] priorMean, double[] priorLogVariance)
    {
        LatentEvidence posterior = Means(dimensions, mean);
        return new LatentEvidence(posterior.Name, posterior.PosteriorMean, posterior.PosteriorLogVariance)
        {
            PriorMean = new MemoryArray("prior_mean", priorMean, dimensions),
            PriorLogVariance = new MemoryArray("prior_logvar", priorLogVariance, dimensions),
        };
    }

    /// <summary>Two examples with whatever likelihoods are given.</summary>
    public static LatentEvidence Likelihoods(
        double[]? atMean = null,
        double[]? posterior = null,
        double[]? prior = null,
        double[]? shuffled = null,
        double[]? logRatio = null,
        int examples = 2)
    {
        MemoryArray? Array(string name, double[]? values) =>
            values is null ? null : new MemoryArray(name, values, values.Length / examples);
        LatentEvidence latent = Means(1, new double[examples]);
        return new LatentEvidence(latent.Name, latent.PosteriorMean, latent.PosteriorLogVariance)
        {
            NllAtMean = Array("nll_at_mean", atMean),
            NllPosterior = Array("nll_posterior", posterior),
            NllPrior = Array("nll_prior", prior),
            NllShuffled = Array("nll_shuffled", shuffled),
            LogRatioPosterior = Array("log_ratio_posterior", logRatio),
        };
    }
}
