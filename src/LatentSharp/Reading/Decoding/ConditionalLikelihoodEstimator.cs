using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Decoding;

/// <summary>
/// log p(y|x) ~ mean_n log (1/S) sum_s w_ns, by two choices of draws. From the router (<c>prior_mc</c>),
/// w = p(y|x,z) with z ~ p(z|x); from q (<c>importance</c>; Burda, Grosse and Salakhutdinov 2016),
/// w = p(y|x,z) p(z|x) / q(z|x,y) with z ~ q. Either is a lower bound in expectation, by Jensen's inequality. A draw
/// under which y has the probability 0 (an infinite NLL) weighs 0.
/// </summary>
internal static class ConditionalLikelihoodEstimator
{
    /// <summary>Estimates over all examples.</summary>
    public static Measured<ConditionalLikelihood> Estimate(
        LatentEvidence evidence,
        ReadingOptions options,
        Device device)
    {
        Measured<LikelihoodEstimate> prior = evidence.NllPrior is { } nllPrior
            ? Estimate(nllPrior, null, evidence.Grouping, device)
            : Measured<LikelihoodEstimate>.Missing(DecoderQuantities.PriorMonteCarlo.Sentence);
        Measured<LikelihoodEstimate> importance = evidence
            is { NllPosterior: { } nllPosterior, LogRatioPosterior: { } logRatio }
            ? Estimate(nllPosterior, logRatio, evidence.Grouping, device)
            : Measured<LikelihoodEstimate>.Missing(DecoderQuantities.Importance.LackingIn(evidence)!);
        return prior.IsMeasured || importance.IsMeasured
            ? new ConditionalLikelihood(prior, importance)
            : Measured<ConditionalLikelihood>.Missing($"{prior.Needs}, or {importance.Needs}");
    }

    private static Measured<LikelihoodEstimate> Estimate(
        IEvidenceArray nll,
        IEvidenceArray? logRatio,
        ExampleGroups groups,
        Device device)
    {
        var logLikelihood = new ExampleMean(groups);
        var sizes = new List<double>();
        var tails = new List<double>();
        long aboveLimit = 0, impossible = 0;
        foreach ((long first, int count) in RowBlocks.Of(nll.Rows, nll.Columns))
        {
            var job = new WeightJob
            {
                Nll = nll,
                LogRatio = logRatio,
                First = first,
                Results = new ImportanceWeights[count],
                NonFinite = new IEvidenceArray?[count],
            };
            device.Run(ref job, (count + WeightJob.RowsPerShard - 1) / WeightJob.RowsPerShard);
            for (int row = 0; row < count; row++)
            {
                if (job.NonFinite[row] is { } array)
                    return Measured<LikelihoodEstimate>.Missing(MissingEvidence.Finite(array, first + row));
                ImportanceWeights weights = job.Results[row];
                if (double.IsNegativeInfinity(weights.LogMean))
                    return Measured<LikelihoodEstimate>.Missing(MissingEvidence.Possible(nll, first + row));
                impossible += weights.Zeros;
                logLikelihood.Add(first + row, weights.LogMean);
                sizes.Add(weights.EffectiveSampleSize);
                if (weights.TailIndex is { } k)
                {
                    tails.Add(k);
                    aboveLimit += k > ImportanceWeights.TailIndexLimit ? 1 : 0;
                }
            }
        }

        bool fitted = tails.Count > 0;
        return new LikelihoodEstimate(
            logLikelihood.Estimate,
            nll.Columns,
            Medians.Of(sizes),
            fitted ? Medians.Of(tails) : null,
            fitted ? aboveLimit / (double)sizes.Count : null,
            impossible);
    }

    private struct WeightJob : IShardedJob
    {
        public const int RowsPerShard = 64;

        public IEvidenceArray Nll;
        public IEvidenceArray? LogRatio;
        public long First;
        public ImportanceWeights[] Results;
        public IEvidenceArray?[] NonFinite;

        public readonly void Run(int shard)
        {
            int start = shard * RowsPerShard,
                rows = Math.Min(RowsPerShard, Results.Length - start),
                samples = Nll.Columns;
            double[] logWeights = new double[rows * samples],
                ratios = new double[LogRatio is null ? 0 : rows * samples];
            Nll.Read(First + start, logWeights);
            LogRatio?.Read(First + start, ratios);
            for (int row = 0; row < rows; row++)
            {
                Span<double> weights = logWeights.AsSpan(row * samples, samples);
                TensorPrimitives.Negate<double>(weights, weights);
                if (weights.ContainsAny(double.NaN, double.PositiveInfinity))
                {
                    NonFinite[start + row] = Nll;
                    continue;
                }

                if (LogRatio is not null)
                {
                    ReadOnlySpan<double> ratio = ratios.AsSpan(row * samples, samples);
                    if (!TensorPrimitives.IsFiniteAll(ratio))
                    {
                        NonFinite[start + row] = LogRatio;
                        continue;
                    }

                    TensorPrimitives.Add(weights, ratio, weights);
                }

                Results[start + row] = ImportanceWeights.Of(weights);
            }
        }
    }
}
