using System.Numerics.Tensors;
using LatentSharp.Evidence;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Categorical;

/// <summary>One streaming pass over the logits of q and p.</summary>
internal sealed class ValuePass
{
    private ValuePass(GroupedSums sums, Reliability reliability) => (Sums, Reliability) = (sums, reliability);

    /// <summary>What examples add up to.</summary>
    public GroupedSums Sums { get; }

    /// <summary>How far the router's likeliest value can be relied on.</summary>
    public Reliability Reliability { get; }

    /// <summary>The first row in which p makes impossible what q does not; null where there is none.</summary>
    public long? Impossible { get; private set; }

    /// <summary>Reads evidence of a categorical latent.</summary>
    /// <param name="evidence">The arrays; they may be larger than memory.</param>
    /// <param name="progress">The share of the examples that is done.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="Data.DataException">Logits are none.</exception>
    public static ValuePass Read(
        LatentEvidence evidence,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        int variables = evidence.Variables, values = evidence.Values!.Value;
        var pass = new ValuePass(
            new GroupedSums(evidence.Grouping, () => new ValueSums(variables, values)),
            new Reliability());
        var q = new LogProbabilities(evidence.Name, evidence[EvidenceRole.PosteriorLogits]!, values);
        LogProbabilities? p = evidence[EvidenceRole.PriorLogits] is { } prior
            ? new LogProbabilities(evidence.Name, prior, values)
            : null;
        foreach ((long first, int count) in RowBlocks.Of(evidence.Examples, variables * values))
        {
            cancellation.ThrowIfCancellationRequested();
            q.Read(first, count);
            p?.Read(first, count);
            for (int row = 0; row < count; row++)
            {
                ValueSums sums = pass.Sums.Of(first + row);
                sums.AddExample();
                for (int variable = 0; variable < variables; variable++)
                {
                    AddPosterior(sums, variable, q.Of(row, variable), q.Logs(row, variable));
                    if (p is not null)
                        pass.AddPrior(
                            sums, variable, first + row,
                            q.Of(row, variable), q.Logs(row, variable), p.Of(row, variable), p.Logs(row, variable));
                }
            }

            progress?.Report((double)(first + count) / evidence.Examples);
        }

        q.RequireLogits();
        p?.RequireLogits();
        return pass;
    }

    private static void AddPosterior(
        ValueSums sums,
        int variable,
        ReadOnlySpan<double> q,
        ReadOnlySpan<double> logQ)
    {
        Span<double> total = sums.Posterior.Slice(variable * q.Length, q.Length);
        TensorPrimitives.Add(total, q, total);
        sums.PosteriorEntropy[variable] += CrossEntropy(q, logQ);
    }

    private void AddPrior(
        ValueSums sums,
        int variable,
        long row,
        ReadOnlySpan<double> q,
        ReadOnlySpan<double> logQ,
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> logP)
    {
        Span<double> total = sums.Prior.Slice(variable * p.Length, p.Length);
        TensorPrimitives.Add(total, p, total);
        sums.PriorEntropy[variable] += CrossEntropy(p, logP);
        double cross = CrossEntropy(q, logP), divergence = 0;
        if (double.IsInfinity(cross))
            Impossible ??= row;
        // Term by term: where q is p, the difference of two sums would be rounding.
        for (int k = 0; k < q.Length; k++)
            divergence += q[k] > 0 ? q[k] * (logQ[k] - logP[k]) : 0;
        sums.CrossEntropy[variable] += cross;
        sums.Divergence[variable] += divergence;
        int likeliest = TensorPrimitives.IndexOfMax(p);
        sums.Agreement[variable] += q[likeliest];
        sums.Confidence[variable] += p[likeliest];
        Reliability.Add(p[likeliest], q[likeliest]);
    }

    // -sum_k a_k ln b_k
    private static double CrossEntropy(ReadOnlySpan<double> a, ReadOnlySpan<double> logB)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
            sum -= a[k] > 0 ? a[k] * logB[k] : 0;
        return sum;
    }
}
