using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Mixtures;

/// <summary>
/// Draws z of the aggregate posterior q(z) = (1/M) sum_m q_m(z), S from each of M examples, with the log-densities that
/// the mutual information and the aggregate gap are means of: log q_n(z), log q(z) and, where there is a router, that
/// of the aggregate prior p(z) = (1/M) sum_m p_m(z). Both mixtures hold the example that z was drawn from.
/// <para>
/// The work is M^2 S D terms. Where D is so large that this would pass 2^30 terms, S is lowered first, down to 1, and
/// then M: fewer draws only widen the error bar, while fewer examples also lower the ceiling.
/// </para>
/// </summary>
internal sealed class AggregateDraws
{
    private const int ExamplesPerShard = 16;
    private const double MostTerms = 1 << 30;

    private AggregateDraws(int[] rows, ExampleGroups groups, int samples, bool hasPrior)
    {
        int examples = rows.Length;
        (Rows, Groups, Samples) = (rows, groups, samples);
        Information = new double[examples];
        (Gap, PriorWeight) = hasPrior ? (new double[examples], new double[examples]) : (null, null);
    }

    /// <summary>M</summary>
    public int Examples => Rows.Length;

    /// <summary>The rows of the evidence, [M].</summary>
    public int[] Rows { get; }

    /// <summary>Which of its rows belong together.</summary>
    public ExampleGroups Groups { get; }

    /// <summary>S, the draws from each example.</summary>
    public int Samples { get; }

    /// <summary>For each example, the mean over its draws of log q_n(z) - log q(z), [M].</summary>
    public double[] Information { get; }

    /// <summary>For each example, the mean over its draws of log q(z) - log p(z), [M]; null without a router.</summary>
    public double[]? Gap { get; }

    /// <summary>For each example, the mean over all draws of p_n(z) / p(z), [M]; null without a router.</summary>
    public double[]? PriorWeight { get; }

    /// <summary>Draws, by the seed alone, from a random subsample of the evidence.</summary>
    public static AggregateDraws Take(LatentEvidence evidence, ReadingOptions options, Device device)
    {
        (int examples, int samples) = Affordable(
            (int)Math.Min(evidence.Examples, options.EstimatorExamples),
            options.Samples,
            evidence.Dimensions);
        int[] rows = Subsample.Choose(evidence.Examples, examples, EstimationStream.Examples.For(options));
        double[] mean = Subsample.Read(evidence.PosteriorMean, rows),
            logVariance = Subsample.Read(evidence.PosteriorLogVariance, rows);
        DiagonalMixture? prior = null;
        if (evidence is { PriorMean: { } priorMean, PriorLogVariance: { } priorLogVariance })
            prior = new DiagonalMixture(
                Subsample.Read(priorMean, rows),
                Subsample.Read(priorLogVariance, rows),
                evidence.Dimensions);

        var draws = new AggregateDraws(rows, evidence.Grouping, samples, prior is not null);
        int shards = (examples + ExamplesPerShard - 1) / ExamplesPerShard;
        var job = new DrawJob
        {
            Draws = draws,
            Options = options,
            Mean = mean,
            LogVariance = logVariance,
            Posterior = new DiagonalMixture(mean, logVariance, evidence.Dimensions),
            Prior = prior,
            PriorShares = new double[shards][],
        };
        device.Run(ref job, shards);

        // Added up in the order of the shards, whichever thread ran them.
        if (draws.PriorWeight is { } weight)
        {
            foreach (double[] shares in job.PriorShares)
                TensorPrimitives.Add(weight, shares.AsSpan(0, examples), weight);
            TensorPrimitives.Divide(weight, samples, weight);
        }

        return draws;
    }

    /// <summary>What is used of so many examples and draws from each.</summary>
    internal static (int Examples, int Samples) Affordable(int examples, int samples, int dimensions)
    {
        double each = (double)examples * examples * dimensions;
        return each > MostTerms
            ? ((int)Math.Max(2, Math.Sqrt(MostTerms / dimensions)), 1)
            : (examples, (int)Math.Clamp(MostTerms / each, 1, samples));
    }

    private struct DrawJob : IShardedJob
    {
        public AggregateDraws Draws;
        public ReadingOptions Options;
        public double[] Mean, LogVariance;
        public DiagonalMixture Posterior;
        public DiagonalMixture? Prior;
        public double[][] PriorShares;

        public readonly void Run(int shard)
        {
            int dimensions = Mean.Length / Draws.Examples;
            double ceiling = Math.Log(Draws.Examples);
            var noise = new float[Draws.Samples * dimensions];
            double[] z = new double[dimensions],
                densities = new double[Posterior.Width],
                shares = new double[Posterior.Width];
            int last = Math.Min((shard + 1) * ExamplesPerShard, Draws.Examples);
            for (int n = shard * ExamplesPerShard; n < last; n++)
            {
                EstimationStream.Noise.For(Options, n).FillNormal(noise);
                double information = 0, gap = 0;
                for (int s = 0; s < Draws.Samples; s++)
                {
                    for (int d = 0, at = n * dimensions; d < dimensions; d++, at++)
                        z[d] = Mean[at] + Math.Exp(0.5 * LogVariance[at]) * noise[s * dimensions + d];
                    Posterior.LogDensities(z, densities);
                    double own = densities[n], aggregate = Posterior.LogMean(densities);

                    // q(z) is at least q_n(z) / M; rounding does not lift the difference over ln M.
                    information += Math.Min(own - aggregate, ceiling);
                    if (Prior is null)
                        continue;
                    Prior.LogDensities(z, densities);
                    gap += aggregate - Prior.LogMean(densities);
                    TensorPrimitives.Add(shares, densities, shares);
                }

                Draws.Information[n] = information / Draws.Samples;
                if (Draws.Gap is { } gaps)
                    gaps[n] = gap / Draws.Samples;
            }

            PriorShares[shard] = shares;
        }
    }
}
