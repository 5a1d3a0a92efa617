using System.Numerics.Tensors;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Mixtures;

/// <summary>
/// KL(q || p) of q(z) = (1/M) sum_n q_n(z) and p(z) = (1/M) sum_n p_n(z) ~ mean over n and draws z of q_n of
/// log q(z) - log p(z).
/// <para>
/// Either mixture holds example n. Left out of q alone, the estimate would fall without bound as posteriors sharpen;
/// left out of p alone, it would rise. Kept in both, it is an unbiased estimate of a divergence of two mixtures over
/// the same examples, hence not negative in expectation and, the divergence being jointly convex, at most their mean
/// KL(q_n || p_n) and at least what more examples would give. So it errs upwards, and by much only where the mutual
/// information is near its ceiling: there a large gap may mean no more than that M draws do not fill the latent space.
/// </para>
/// <para>
/// The standard error counts both roles of an example, as the origin of draws and as a component of p: to first order
/// the estimate is a mean of (mean over its draws of log q - log p) - E_q[p_n / p].
/// </para>
/// </summary>
internal static class AggregateGapEstimator
{
    /// <summary>Estimates from draws of the aggregate posterior.</summary>
    public static Measured<AggregateGap> Estimate(AggregateDraws draws)
    {
        if (draws is not { Gap: { } gap, PriorWeight: { } weight })
            return Measured<AggregateGap>.Missing(InformationQuantities.AggregateGap.Needs.Sentence);
        var influence = new double[gap.Length];
        TensorPrimitives.Subtract(gap, weight, influence);
        var value = new Estimate(
            ExampleMean.Of(draws.Groups, draws.Rows, gap).Value,
            ExampleMean.Of(draws.Groups, draws.Rows, influence).StandardError);
        return new AggregateGap(value, draws.Examples, draws.Samples);
    }
}
