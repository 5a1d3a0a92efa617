using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Decoding;

/// <summary>
/// mean NLL with z ~ p - NLL with z ~ q, in nats: what is lost when the router must choose z. Where the arrays hold
/// different numbers of draws, the smaller is named.
/// </summary>
internal static class TestTimeGapEstimator
{
    /// <summary>Measures it over all examples.</summary>
    public static Measured<NllGap> Estimate(LatentEvidence evidence, ReadingOptions options, Device device) =>
        evidence is { NllPrior: { } routed, NllPosterior: { } own }
            ? PairedGap.Between(routed, own, Math.Min(routed.Columns, own.Columns), evidence.Grouping)
            : Measured<NllGap>.Missing(DecoderQuantities.TestTimeGap.Needs.LackingIn(evidence)!);
}
