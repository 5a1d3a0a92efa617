using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Decoding;

/// <summary>
/// mean NLL(y | x, z ~ q) - NLL(y | x, z = mu): what drawing a sample costs the decoder, in nats.
/// </summary>
internal static class SamplingCostEstimator
{
    /// <summary>Measures it over all examples.</summary>
    public static Measured<NllGap> Estimate(LatentEvidence evidence, ReadingOptions options, Device device) =>
        evidence is { NllPosterior: { } sampled, NllAtMean: { } atMean }
            ? PairedGap.Between(sampled, atMean, sampled.Columns, evidence.Grouping)
            : Measured<NllGap>.Missing(DecoderQuantities.SamplingCost.Needs.LackingIn(evidence)!);
}
