using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Mixtures;

/// <summary>
/// I_q(z; n) ~ mean over n and over draws z of q_n of log q_n(z) - log (1/M) sum_m q_m(z) (Hoffman and Johnson 2016),
/// with example n in its own mixture. For these M examples it is unbiased; no term exceeds ln M, so that where examples
/// are told apart almost surely it reads the ceiling and not the information of more data, which is larger.
/// </summary>
internal static class MutualInformationEstimator
{
    /// <summary>Estimates from draws of the aggregate posterior.</summary>
    public static MutualInformation Estimate(AggregateDraws draws) =>
        new(
            ExampleMean.Of(draws.Groups, draws.Rows, draws.Information),
            Math.Log(draws.Examples),
            draws.Examples,
            draws.Samples);
}
