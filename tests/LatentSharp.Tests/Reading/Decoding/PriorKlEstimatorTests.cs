using LatentSharp.Reading.Decoding;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading.Decoding;

public sealed class PriorKlEstimatorTests
{
    [Fact]
    public void It_is_the_negated_mean_of_the_log_ratios_with_an_error_over_examples()
    {
        // Means of the rows: -2 and -5; K = 3.5 and their half difference is its error.
        PriorKl kl = PriorKlEstimator.Estimate(EvidenceOf.Likelihoods(logRatio: [-1, -3, -4, -6])).Value!;
        Assert.Equal(new Estimate(3.5, 1.5), kl.Total);
        Assert.Null(kl.Parts);
    }

    [Fact]
    public void What_it_needs_is_named()
    {
        Assert.Equal(
            "prior_mean and prior_logvar, or log_ratio_posterior",
            PriorKlEstimator.Estimate(EvidenceOf.Likelihoods()).Needs);
        Assert.Equal(
            "finite values in log_ratio_posterior; row 1 (counted from 0) holds one that is not",
            PriorKlEstimator.Estimate(EvidenceOf.Likelihoods(logRatio: [-1, double.NegativeInfinity])).Needs);
    }
}
