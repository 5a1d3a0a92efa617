using LatentSharp.Reading.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Tensors.Threads;

namespace LatentSharp.Reading.Measurement;

/// <summary>
/// mean NLL with z ~ p - NLL with z ~ q, in nats: what is lost when the router must choose z. Where the arrays hold
/// different numbers of draws, the smaller is named.
/// </summary>
internal static class TestTimeGapEstimator
{
    /// <summary>Measures it over all examples.</summary>
    public static Measured<NllGap> Estimate(LatentEvidence evidence, ReadingOptions options, WorkerPool pool) =>
        evidence is { NllPrior: { } routed, NllPosterior: { } own }
            ? PairedGap.Between(routed, own, Math.Min(routed.Columns, own.Columns))
            : Measured<NllGap>.Missing(
                MissingEvidence.Absent(("nll_prior", evidence.NllPrior), ("nll_posterior", evidence.NllPosterior))!);
}
