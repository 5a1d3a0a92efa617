using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Reading.Statistics;
using MathNet.Numerics.LinearAlgebra;

namespace LatentSharp.Reading.Probes;

/// <summary>
/// What linear probes are fitted from: standardised features in the order of their folds, and each fold's sums and
/// products, so that the statistics of any training part are the total less the held-out fold's.
/// <para>
/// Where there are more features than examples, the rows of L stand for the examples, L L^T = X X^T: a probe whose
/// penalty is the same in every direction knows its features by their inner products alone, and lies in the span of the
/// examples (Schoelkopf and Smola 2002, "Learning with Kernels", section 4.2). So the work is of min(N, D) columns.
/// </para>
/// </summary>
internal sealed class ProbeFeatures
{
    /// <summary>
    /// Added to the diagonal of covariances of standardised features: a thousandth of a feature's variance, which
    /// steadies directions that hardly vary and leaves the others as they are.
    /// </summary>
    public const double Ridge = 1e-3;

    // What of the mean diagonal keeps a matrix of inner products invertible: centred rows add up to nothing.
    private const double Jitter = 1e-10;

    // A sample of two arrays of float64 in 16 MiB each; of as many columns as rows, it is a Cholesky factor's work too.
    private const int MostValues = 1 << 21;
    private const int FewestRows = 256;

    private readonly double[] values;
    private readonly double[][] sums, products;

    /// <summary>Prepares features.</summary>
    /// <param name="values">[N, D], in the order of the folds.</param>
    /// <param name="dimensions">D</param>
    /// <param name="folds">The examples and how they are cut.</param>
    /// <param name="device">The threads to use.</param>
    public ProbeFeatures(double[] values, int dimensions, Folds folds, Device device)
    {
        (Folds, Examples) = (folds, folds.Rows.Length);
        this.values = Standardized(values, dimensions);
        if (dimensions > Examples)
            (this.values, dimensions) = (InSpan(this.values, dimensions, device), Examples);
        Dimensions = dimensions;
        sums = new double[folds.Count][];
        products = new double[folds.Count][];
        for (int fold = 0; fold < folds.Count; fold++)
            (sums[fold], products[fold]) = (new double[dimensions], new double[dimensions * dimensions]);
        var job = new MomentJob { Features = this };
        device.Run(ref job, dimensions);
    }

    /// <summary>N</summary>
    public int Examples { get; }

    /// <summary>The columns that are fitted, min(N, D).</summary>
    public int Dimensions { get; }

    /// <summary>The examples and how they are cut.</summary>
    public Folds Folds { get; }

    /// <summary>The most examples of so many columns that are worth their time and memory.</summary>
    public static int Affordable(int most, int columns) => Math.Min(most, Math.Max(FewestRows, MostValues / columns));

    /// <summary>The statistics of the rows that a fold trains on.</summary>
    public TrainingMoments Training(int heldOut)
    {
        (int start, int end) = Folds.HeldOut(heldOut);
        int count = Examples - (end - start);
        double[] mean = new double[Dimensions];
        Matrix<double> covariance = Matrix<double>.Build.Dense(Dimensions, Dimensions);
        double[] product = covariance.AsColumnMajorArray();
        for (int fold = 0; fold < Folds.Count; fold++)
        {
            if (fold == heldOut)
                continue;
            TensorPrimitives.Add(mean, sums[fold], mean);
            TensorPrimitives.Add(product, products[fold], product);
        }

        TensorPrimitives.Divide(mean, count, mean);
        TensorPrimitives.Divide(product, count, product);
        for (int column = 0; column < Dimensions; column++)
        {
            Span<double> part = product.AsSpan(column * Dimensions, Dimensions);
            TensorPrimitives.MultiplyAdd(mean, -mean[column], part, part);
        }

        return new TrainingMoments(count, mean, covariance);
    }

    /// <summary>One row, from the mean of a training part.</summary>
    public void Centre(int row, TrainingMoments moments, Span<double> centred) =>
        TensorPrimitives.Subtract(values.AsSpan(row * Dimensions, Dimensions), moments.Mean, centred);

    // By all rows: a feature's units are no part of a target.
    private static double[] Standardized(double[] values, int dimensions)
    {
        int examples = values.Length / dimensions;
        var standardized = new double[values.Length];
        for (int d = 0; d < dimensions; d++)
        {
            double mean = 0, variance = 0;
            for (int at = d; at < values.Length; at += dimensions)
                mean += values[at] / examples;
            for (int at = d; at < values.Length; at += dimensions)
                variance += (values[at] - mean) * (values[at] - mean) / examples;
            double scale = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
            for (int at = d; at < values.Length; at += dimensions)
                standardized[at] = (values[at] - mean) * scale;
        }

        return standardized;
    }

    private static double[] InSpan(double[] values, int dimensions, Device device)
    {
        int examples = values.Length / dimensions;
        Matrix<double> inner = Matrix<double>.Build.Dense(examples, examples);
        var job = new InnerProductJob
        {
            Values = values,
            Dimensions = dimensions,
            Products = inner.AsColumnMajorArray(),
        };
        device.Run(ref job, examples);
        double jitter = Jitter * Math.Max(inner.Trace() / examples, double.Epsilon / Jitter);
        for (int n = 0; n < examples; n++)
            inner[n, n] += jitter;
        // Its columns, one after the other, are the rows of L.
        return inner.Cholesky().Factor.Transpose().AsColumnMajorArray();
    }

    // One shard makes one row of every fold's products.
    private struct MomentJob : IShardedJob
    {
        public ProbeFeatures Features;

        public readonly void Run(int shard)
        {
            int dimensions = Features.Dimensions;
            for (int fold = 0; fold < Features.Folds.Count; fold++)
            {
                (int start, int end) = Features.Folds.HeldOut(fold);
                Span<double> products = Features.products[fold].AsSpan(shard * dimensions, dimensions);
                for (int n = start; n < end; n++)
                {
                    ReadOnlySpan<double> row = Features.values.AsSpan(n * dimensions, dimensions);
                    Features.sums[fold][shard] += row[shard];
                    TensorPrimitives.MultiplyAdd(row, row[shard], products, products);
                }
            }
        }
    }

    // One shard makes one column of a symmetric matrix.
    private struct InnerProductJob : IShardedJob
    {
        public double[] Values, Products;
        public int Dimensions;

        public readonly void Run(int shard)
        {
            int examples = Values.Length / Dimensions;
            ReadOnlySpan<double> row = Values.AsSpan(shard * Dimensions, Dimensions);
            for (int n = 0; n < examples; n++)
                Products[shard * examples + n] = Sums.OfProducts(row, Values.AsSpan(n * Dimensions, Dimensions));
        }
    }
}

/// <summary>Statistics of the rows that a fold trains on.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Mean">Means of the features, [D].</param>
/// <param name="Covariance">The covariance of the features, [D, D].</param>
internal sealed record TrainingMoments(int Count, double[] Mean, Matrix<double> Covariance);
