using LatentSharp.Reading.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Tensors.Threads;

namespace LatentSharp.Reading.Measurement;

/// <summary>
/// I_q(z; n) ~ mean over n and over draws z of q_n of log q_n(z) - log (1/M) sum_m q_m(z) (Hoffman and Johnson 2016),
/// with example n in its own mixture. For these M examples it is unbiased; no term exceeds ln M, so that where examples
/// are told apart almost surely it reads the ceiling and not the information of more data, which is larger.
/// </summary>
internal static class MutualInformationEstimator
{
    /// <summary>Estimates from a subsample of the evidence.</summary>
    public static MutualInformation Estimate(LatentEvidence evidence, ReadingOptions options, WorkerPool pool) =>
        Estimate(AggregateDraws.Take(evidence, options, pool));

    /// <summary>Estimates from draws that another estimator may share.</summary>
    public static MutualInformation Estimate(AggregateDraws draws) =>
        new(RunningMoments.Of(draws.Information), Math.Log(draws.Examples), draws.Examples, draws.Samples);
}
