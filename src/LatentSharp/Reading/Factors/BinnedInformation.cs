using LatentSharp.Compute;
using LatentSharp.Compute.Threads;

namespace LatentSharp.Reading.Factors;

/// <summary>
/// I(z_d; v_k) of every dimension with every factor and H(v_k), in nats, by counts over bins of equal width, as
/// Locatello et al. 2019 ("Challenging Common Assumptions in the Unsupervised Learning of Disentangled
/// Representations", appendix B) count them. Of N examples the counts find up to about bins^2 / 2N nats where there are
/// none.
/// </summary>
internal sealed class BinnedInformation
{
    /// <summary>Bins of a column; a factor of at most so many values has one for each.</summary>
    public const int Bins = 20;

    // What a column that does not vary is left with.
    private const double Rounding = 1e-12;

    private readonly double[][] information, entropies;
    private readonly int factors;

    /// <summary>Counts.</summary>
    public BinnedInformation(FactorSample sample, Device device)
    {
        factors = sample.Factors.Length;
        information = Table(sample.Dimensions.Length * factors);
        entropies = Table(factors);
        var job = new PairsJob
        {
            Sample = sample,
            Factors = Array.ConvertAll(sample.Factors, OfFactor),
            Weighted = Weighted(sample.Examples),
            Information = information,
            Entropies = entropies,
        };
        device.Run(ref job, sample.Dimensions.Length);

        double[][] Table(int columns) =>
            [.. Enumerable.Range(0, sample.Versions).Select(_ => new double[columns])];
    }

    /// <summary>I(z_d; v_k).</summary>
    public double Of(int version, int dimension, int factor) => information[version][dimension * factors + factor];

    /// <summary>H(v_k).</summary>
    public double Entropy(int version, int factor) => entropies[version][factor];

    /// <summary>The bin of each number: equal parts of the range, all in the first where nothing varies.</summary>
    internal static int[] OfDimension(double[] values)
    {
        double least = values.Min(), width = (values.Max() - least) / Bins;
        return Array.ConvertAll(values, value => width > 0 ? Math.Min((int)((value - least) / width), Bins - 1) : 0);
    }

    private static int[] OfFactor(double[] values)
    {
        double[] known = [.. values.Distinct().Order()];
        return known.Length > Bins
            ? OfDimension(values)
            : Array.ConvertAll(values, value => Array.BinarySearch(known, value));
    }

    // n ln n of every count that there can be.
    private static double[] Weighted(int most)
    {
        var weighted = new double[most + 1];
        for (int n = 2; n < weighted.Length; n++)
            weighted[n] = n * Math.Log(n);
        return weighted;
    }

    // A shard is a dimension.
    private struct PairsJob : IShardedJob
    {
        public FactorSample Sample;
        public int[][] Factors;
        public double[] Weighted;
        public double[][] Information, Entropies;

        public readonly void Run(int shard)
        {
            int[] bins = OfDimension(Sample.Dimensions[shard]);
            for (int k = 0; k < Factors.Length; k++)
            {
                int[] values = Factors[k], joint = new int[Bins * Bins], own = new int[Bins], other = new int[Bins];
                for (int n = 0; n < bins.Length; n++)
                    Count(n, 1);
                for (int version = 0; version < Sample.Versions; version++)
                {
                    ReadOnlySpan<int> leftOut = Sample.LeftOut(version);
                    foreach (int n in leftOut)
                        Count(n, -1);
                    double examples = bins.Length - leftOut.Length, logarithm = Math.Log(examples),
                        entropy = logarithm - Sum(other) / examples;
                    double information = entropy + (Sum(joint) - Sum(own)) / examples;
                    Information[version][shard * Factors.Length + k] = information > Rounding ? information : 0;
                    if (shard == 0)
                        Entropies[version][k] = entropy;
                    foreach (int n in leftOut)
                        Count(n, 1);
                }

                void Count(int n, int by)
                {
                    joint[bins[n] * Bins + values[n]] += by;
                    own[bins[n]] += by;
                    other[values[n]] += by;
                }
            }
        }

        private readonly double Sum(int[] counts)
        {
            double sum = 0;
            foreach (int count in counts)
                sum += Weighted[count];
            return sum;
        }
    }
}
