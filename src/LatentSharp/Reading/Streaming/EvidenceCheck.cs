using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// Holds the arrays of a Gaussian latent against themselves. Sums over all examples say whether a few of them could own
/// a mean, or one could have exploded; only then the examples are gone through once more.
/// </summary>
internal static class EvidenceCheck
{
    /// <summary>The log-variance above which an example has exploded: a standard deviation of 2E+17.</summary>
    public const double ExplodedAbove = 80;

    private const double OwnersShare = 0.01;
    private const int FewestExamples = 20;
    private const int MostOwnersNamed = 1000;

    /// <summary>Looks for exploded examples and for owners.</summary>
    public static EvidenceChecks Of(
        LatentEvidence evidence,
        PosteriorSums posterior,
        PriorSums? prior,
        double largestLog)
    {
        bool exploded = largestLog > ExplodedAbove || !double.IsFinite(posterior.RowVariance.Mean)
            || !double.IsFinite(prior?.RowDivergence.Mean ?? 0);
        bool varianceOwned = CouldBeOwned(posterior.RowVariance, posterior.LargestRow),
            divergenceOwned = prior is not null && CouldBeOwned(prior.RowDivergence, prior.LargestRow);
        if (!exploded && !varianceOwned && !divergenceOwned)
            return EvidenceChecks.None;
        var rows = ExampleValues.Read(evidence);
        return EvidenceChecks.None with
        {
            Exploded = exploded ? Exploded(rows) : null,
            VarianceOwners = varianceOwned ? Owners(rows.Variance, evidence.Grouping) : null,
            PriorKlOwners = divergenceOwned ? Owners(rows.Divergence!, evidence.Grouping) : null,
        };
    }

    private static int Few(long examples) => (int)Math.Max(1, Math.Min(OwnersShare * examples, int.MaxValue));

    private static bool CouldBeOwned(ExampleMean moments, double largest) =>
        moments.Count >= FewestExamples
        && double.IsFinite(moments.Mean)
        && largest * Few(moments.Count) >= 0.5 * moments.Mean * moments.Count;

    private static ExplodedRows? Exploded(ExampleValues rows)
    {
        long count = 0, first = -1;
        for (int n = 0; n < rows.Variance.Length; n++)
        {
            if (rows.LargestLog[n] <= ExplodedAbove
                && double.IsFinite(rows.Variance[n])
                && double.IsFinite(rows.Divergence?[n] ?? 0))
                continue;
            first = first < 0 ? n : first;
            count++;
        }

        return count == 0 ? null : new ExplodedRows(count, first, rows.LargestLog.Max());
    }

    private static RowOwners? Owners(double[] values, ExampleGroups groups)
    {
        double half = 0.5 * values.Sum();
        int few = Few(values.Length);
        int[] order = new int[values.Length];
        for (int n = 0; n < order.Length; n++)
            order[n] = n;
        Array.Sort((double[])values.Clone(), order);
        Array.Reverse(order);
        double carried = 0;
        int count = 0;
        while (count < few && carried < half)
            carried += values[order[count++]];
        if (carried < half || !(half > 0))
            return null;
        var others = new ExampleMean(groups);
        foreach (int n in order.AsSpan(count))
            others.Add(n, values[n]);
        return new RowOwners(
            [.. order.Take(Math.Min(count, MostOwnersNamed)).Select(n => (long)n)],
            carried / (2 * half),
            others.Estimate);
    }

    /// <summary>What each example contributes to the means.</summary>
    private sealed record ExampleValues(double[] Variance, double[]? Divergence, double[] LargestLog)
    {
        public static ExampleValues Read(LatentEvidence evidence)
        {
            int examples = checked((int)evidence.Examples), dimensions = evidence.Dimensions;
            var values = new ExampleValues(
                new double[examples],
                evidence.PriorMean is null ? null : new double[examples],
                new double[examples]);
            double[] mu = [], log = [], m = [], priorLog = [];
            foreach ((long first, int count) in RowBlocks.Of(examples, dimensions))
            {
                Fill(evidence.PosteriorMean, ref mu);
                Fill(evidence.PosteriorLogVariance, ref log);
                Fill(evidence.PriorMean, ref m);
                Fill(evidence.PriorLogVariance, ref priorLog);
                for (int row = 0; row < count; row++)
                    values.Add(checked((int)first) + row, row * dimensions, dimensions, mu, log, m, priorLog);

                void Fill(IEvidenceArray? array, ref double[] buffer)
                {
                    Array.Resize(ref buffer, array is null ? 0 : count * dimensions);
                    array?.Read(first, buffer);
                }
            }

            return values;
        }

        private void Add(int n, int start, int dimensions, double[] mu, double[] log, double[] m, double[] priorLog)
        {
            LargestLog[n] = double.NegativeInfinity;
            for (int at = start; at < start + dimensions; at++)
            {
                Variance[n] += Math.Exp(log[at]) / dimensions;
                LargestLog[n] = Math.Max(LargestLog[n], log[at]);
                if (Divergence is null)
                    continue;
                LargestLog[n] = Math.Max(LargestLog[n], priorLog[at]);
                double logRatio = log[at] - priorLog[at], shift = (mu[at] - m[at]) * Math.Exp(-0.5 * priorLog[at]);
                Divergence[n] += 0.5 * (Math.Exp(logRatio) - 1 - logRatio + (mu[at] == m[at] ? 0 : shift * shift));
            }
        }
    }
}
