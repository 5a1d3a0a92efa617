using LatentSharp.Data;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// The analytic quantities of some of the examples, before they are divided out. Two of one evidence merge.
/// </summary>
internal sealed class LatentAccumulator(LatentEvidence evidence, LatentSums sums)
{
    private readonly LatentSums sums = sums;
    private readonly LogVarianceHistogram posteriorVariances = new(), priorVariances = new();

    /// <summary>Adds the histograms of a chunk.</summary>
    public void Merge(EvidenceChunk chunk)
    {
        posteriorVariances.Merge(chunk.PosteriorVariances);
        if (chunk.PriorVariances is not null)
            priorVariances.Merge(chunk.PriorVariances);
    }

    /// <summary>Adds the sums over other examples of the same evidence, read by the same pass.</summary>
    public void Merge(LatentAccumulator other)
    {
        sums.Merge(other.sums);
        posteriorVariances.Merge(other.posteriorVariances);
        priorVariances.Merge(other.priorVariances);
    }

    /// <summary>Divides the sums out, once every example has been added.</summary>
    /// <exception cref="DataException">An array has a non-finite entry.</exception>
    public AnalyticQuantities Finish()
    {
        sums.ThrowIfNonFinite(evidence);
        return AnalyticQuantities.Of(
            evidence,
            sums.Posterior,
            sums.Prior,
            posteriorVariances,
            priorVariances,
            sums.LargestLogVariance);
    }
}
