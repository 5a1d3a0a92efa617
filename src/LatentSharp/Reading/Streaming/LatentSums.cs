using System.Numerics.Tensors;
using LatentSharp.Data;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// What a pass over evidence adds up, apart from histograms. Sums over two parts of the examples, once merged, are
/// those over both.
/// </summary>
/// <param name="posterior">Sums over q.</param>
/// <param name="prior">Sums over p and of KL(q || p); null without a prior.</param>
internal sealed class LatentSums(PosteriorSums posterior, PriorSums? prior)
{
    private NonFiniteTally posteriorMean, posteriorLogVariance, priorMean, priorLogVariance;

    /// <summary>Sums over q.</summary>
    public PosteriorSums Posterior { get; } = posterior;

    /// <summary>Sums over p and of KL(q || p); null without a prior.</summary>
    public PriorSums? Prior { get; } = prior;

    /// <summary>The largest log-variance of q or p.</summary>
    public double LargestLogVariance { get; private set; } = double.NegativeInfinity;

    /// <summary>What is not finite in mu.</summary>
    public ref NonFiniteTally PosteriorMeanTally => ref posteriorMean;

    /// <summary>What is not finite in ln v.</summary>
    public ref NonFiniteTally PosteriorLogVarianceTally => ref posteriorLogVariance;

    /// <summary>What is not finite in m.</summary>
    public ref NonFiniteTally PriorMeanTally => ref priorMean;

    /// <summary>What is not finite in ln s.</summary>
    public ref NonFiniteTally PriorLogVarianceTally => ref priorLogVariance;

    /// <summary>Keeps the largest of log-variances that are added.</summary>
    public void SeeLogVariances(ReadOnlySpan<double> values) =>
        LargestLogVariance = Math.Max(LargestLogVariance, TensorPrimitives.Max(values));

    /// <summary>Adds the sums over other examples.</summary>
    public void Merge(LatentSums other)
    {
        Posterior.Merge(other.Posterior);
        Prior?.Merge(other.Prior!);
        LargestLogVariance = Math.Max(LargestLogVariance, other.LargestLogVariance);
        posteriorMean.Merge(other.posteriorMean);
        posteriorLogVariance.Merge(other.posteriorLogVariance);
        priorMean.Merge(other.priorMean);
        priorLogVariance.Merge(other.priorLogVariance);
    }

    /// <summary>Forgets every example.</summary>
    public void Clear()
    {
        Posterior.Clear();
        Prior?.Clear();
        LargestLogVariance = double.NegativeInfinity;
        posteriorMean = posteriorLogVariance = priorMean = priorLogVariance = default;
    }

    /// <exception cref="DataException">An array has a non-finite entry.</exception>
    public void ThrowIfNonFinite(LatentEvidence evidence)
    {
        posteriorMean.ThrowIfAny(evidence.Name, evidence.PosteriorMean);
        posteriorLogVariance.ThrowIfAny(evidence.Name, evidence.PosteriorLogVariance);
        if (evidence.PriorMean is not null)
            priorMean.ThrowIfAny(evidence.Name, evidence.PriorMean);
        if (evidence.PriorLogVariance is not null)
            priorLogVariance.ThrowIfAny(evidence.Name, evidence.PriorLogVariance);
    }
}
