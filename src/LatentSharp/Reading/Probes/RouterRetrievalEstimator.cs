using System.Numerics;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Probes;

/// <summary>
/// The share of examples n with log p_n(z_n) > log p_n(z_m) for every other m, z_n a draw of q_n: how often the router,
/// shown x_n alone, points at its own example. Means would be found ever more often as a latent dies and its noise
/// hides them. A tie is not a retrieval. Under one p_n, densities order as sum_d (z_md - m_nd)^2 / s_nd does. Chance is
/// 1 / M. As for the mixtures, M is lowered where M^2 D would pass 2^30.
/// </summary>
internal static class RouterRetrievalEstimator
{
    private const int ExamplesPerShard = 16;
    private const double MostTerms = 1 << 30;

    /// <summary>Measures it over a subsample of the evidence.</summary>
    public static Measured<RouterRetrieval> Estimate(LatentEvidence evidence, ReadingOptions options, Device device)
    {
        if (evidence is not { PriorMean: { } priorMean, PriorLogVariance: { } priorLogVariance })
            return Measured<RouterRetrieval>.Missing(ProbeQuantities.RouterRetrieval.Needs.Sentence);
        int dimensions = evidence.Dimensions,
            affordable = (int)Math.Max(2, Math.Sqrt(MostTerms / dimensions));
        int[] rows = Subsample.Choose(
            evidence.Examples,
            Math.Min(options.EstimatorExamples, affordable),
            EstimationStream.Examples.For(options));
        int lanes = Vector<double>.Count,
            width = (rows.Length + lanes - 1) / lanes * lanes;
        var job = new RetrievalJob
        {
            Examples = rows.Length,
            Dimensions = dimensions,
            Draws = Interleaved(PosteriorDraws.Of(evidence, rows, options), rows.Length, dimensions, width),
            PriorMean = Subsample.Read(priorMean, rows),
            PriorLogVariance = Subsample.Read(priorLogVariance, rows),
            Retrieved = new double[rows.Length],
        };
        device.Run(ref job, (rows.Length + ExamplesPerShard - 1) / ExamplesPerShard);
        return new RouterRetrieval(
            ExampleMean.Of(evidence.Grouping, rows, job.Retrieved),
            1.0 / rows.Length,
            rows.Length);
    }

    // Vectors of neighbouring examples, dimension after dimension; lanes beyond the last example are infinitely far.
    private static double[] Interleaved(double[] draws, int examples, int dimensions, int width)
    {
        int lanes = Vector<double>.Count;
        var interleaved = new double[width * dimensions];
        for (int m = 0; m < width; m++)
        {
            for (int d = 0; d < dimensions; d++)
                interleaved[(m / lanes * dimensions + d) * lanes + m % lanes] =
                    m < examples ? draws[m * dimensions + d] : double.PositiveInfinity;
        }

        return interleaved;
    }

    private struct RetrievalJob : IShardedJob
    {
        public int Examples, Dimensions;
        public double[] Draws, PriorMean, PriorLogVariance;
        public double[] Retrieved;

        public readonly void Run(int shard)
        {
            int lanes = Vector<double>.Count, last = Math.Min((shard + 1) * ExamplesPerShard, Examples);
            double[] precision = new double[Dimensions], distances = new double[Draws.Length / Dimensions];
            for (int n = shard * ExamplesPerShard; n < last; n++)
            {
                ReadOnlySpan<double> center = PriorMean.AsSpan(n * Dimensions, Dimensions);
                for (int d = 0; d < Dimensions; d++)
                    precision[d] = Math.Exp(-PriorLogVariance[n * Dimensions + d]);
                for (int m = 0; m < distances.Length; m += lanes)
                {
                    ReadOnlySpan<double> draws = Draws.AsSpan(m * Dimensions);
                    Vector<double> sum = Vector<double>.Zero;
                    for (int d = 0; d < center.Length; d++)
                    {
                        Vector<double> distance =
                            new Vector<double>(draws[(d * lanes)..]) - new Vector<double>(center[d]);
                        sum += distance * distance * new Vector<double>(precision[d]);
                    }

                    sum.CopyTo(distances, m);
                }

                Retrieved[n] = IsNearest(n, distances) ? 1 : 0;
            }
        }

        private static bool IsNearest(int own, ReadOnlySpan<double> distances)
        {
            double distance = distances[own];
            for (int m = 0; m < distances.Length; m++)
            {
                // Written so that a distance that is not a number never counts as retrieved.
                if (m != own && !(distances[m] > distance))
                    return false;
            }

            return true;
        }
    }
}
