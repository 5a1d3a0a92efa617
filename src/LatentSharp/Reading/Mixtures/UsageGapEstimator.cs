using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Mixtures;

/// <summary>
/// mean NLL with z of another example's q - NLL with z of its own q, in nats: 0 when the decoder ignores z.
/// </summary>
internal static class UsageGapEstimator
{
    /// <summary>Measures it over all examples.</summary>
    public static Measured<NllGap> Estimate(LatentEvidence evidence, ReadingOptions options, Device device) =>
        evidence is { NllShuffled: { } shuffled, NllPosterior: { } own }
            ? PairedGap.Between(shuffled, own, own.Columns, evidence.Grouping)
            : Measured<NllGap>.Missing(DecoderQuantities.UsageGap.Needs.LackingIn(evidence)!);
}
