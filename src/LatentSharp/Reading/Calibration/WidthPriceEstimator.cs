using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Streaming;

namespace LatentSharp.Reading.Calibration;

/// <summary>
/// beta/2 sum_d (1 - v_d/s_d) - lambda V_post, averaged over examples; beta and lambda are 1 and 0 where they are not
/// known.
/// </summary>
internal static class WidthPriceEstimator
{
    /// <summary>The price of the width that the objective left z.</summary>
    public static Measured<WidthPrice> Estimate(LatentEvidence evidence, AnalyticQuantities analytic)
    {
        if (evidence.WithoutWidthPrice is { } needs)
            return Measured<WidthPrice>.Missing(needs);
        if (analytic.VarianceRatio is not { } ratio)
            return Measured<WidthPrice>.Missing(DecoderQuantities.WidthPrice.Needs.LackingIn(evidence)!);
        double beta = (evidence.PriorKlWeight ?? 1) / evidence.ReconstructionWeight,
            lambda = (evidence.PosteriorVarianceWeight ?? 0) / evidence.ReconstructionWeight;
        Estimate variance = analytic.PosteriorVariance.Mean;
        // Both are of the same examples: the errors add at most.
        return new WidthPrice(
            new Estimate(
                0.5 * beta * (evidence.Dimensions - ratio.Value) - (lambda == 0 ? 0 : lambda * variance.Value),
                0.5 * beta * ratio.StandardError + (lambda == 0 ? 0 : lambda * variance.StandardError)),
            beta,
            lambda);
    }
}
