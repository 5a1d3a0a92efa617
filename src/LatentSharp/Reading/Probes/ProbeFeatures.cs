using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using MathNet.Numerics.LinearAlgebra;

namespace LatentSharp.Reading.Probes;

/// <summary>
/// What linear probes are fitted from: features in the order of their folds, and each fold's sums and products, so that
/// the statistics of any training part are the total less the held-out fold's.
/// </summary>
internal sealed class ProbeFeatures
{
    /// <summary>
    /// Added to the diagonal of covariances of standardised features: a thousandth of a feature's variance, which
    /// steadies directions that hardly vary and leaves the others as they are.
    /// </summary>
    public const double Ridge = 1e-3;

    private readonly double[] values;
    private readonly double[][] sums, products;

    /// <summary>Prepares features.</summary>
    /// <param name="values">[N, D], the rows in a random order: folds are runs of neighbouring rows.</param>
    /// <param name="dimensions">D</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="device">The threads to use.</param>
    public ProbeFeatures(double[] values, int dimensions, int folds, Device device)
    {
        (Dimensions, Folds, Examples) = (dimensions, folds, values.Length / dimensions);
        this.values = Standardized(values, dimensions);
        sums = new double[folds][];
        products = new double[folds][];
        for (int fold = 0; fold < folds; fold++)
            (sums[fold], products[fold]) = (new double[dimensions], new double[dimensions * dimensions]);
        var job = new MomentJob { Features = this };
        device.Run(ref job, dimensions);
    }

    /// <summary>N</summary>
    public int Examples { get; }

    /// <summary>D</summary>
    public int Dimensions { get; }

    /// <summary>The number of folds.</summary>
    public int Folds { get; }

    /// <summary>The rows that a fold holds out.</summary>
    public (int Start, int End) HeldOut(int fold) =>
        ((int)((long)fold * Examples / Folds), (int)((fold + 1L) * Examples / Folds));

    /// <summary>The statistics of the rows that a fold trains on.</summary>
    public TrainingMoments Training(int heldOut)
    {
        (int start, int end) = HeldOut(heldOut);
        int count = Examples - (end - start);
        double[] mean = new double[Dimensions], scale = new double[Dimensions];
        Matrix<double> correlation = Matrix<double>.Build.Dense(Dimensions, Dimensions);
        double[] product = correlation.AsColumnMajorArray();
        for (int fold = 0; fold < Folds; fold++)
        {
            if (fold == heldOut)
                continue;
            TensorPrimitives.Add(mean, sums[fold], mean);
            TensorPrimitives.Add(product, products[fold], product);
        }

        TensorPrimitives.Divide(mean, count, mean);
        for (int d = 0; d < Dimensions; d++)
        {
            double variance = correlation[d, d] / count - mean[d] * mean[d];

            // Over all rows a feature's variance is 1 or 0. One that is constant over the training rows tells nothing.
            scale[d] = variance > 1e-12 ? 1 / Math.Sqrt(variance) : 0;
        }

        for (int column = 0; column < Dimensions; column++)
        {
            for (int row = 0; row < Dimensions; row++)
                correlation[row, column] =
                    (correlation[row, column] / count - mean[row] * mean[column]) * scale[row] * scale[column];
        }

        return new TrainingMoments(count, mean, scale, correlation);
    }

    /// <summary>One row, standardised by a training part.</summary>
    public void Standardize(int row, TrainingMoments moments, Span<double> standardized)
    {
        TensorPrimitives.Subtract(values.AsSpan(row * Dimensions, Dimensions), moments.Mean, standardized);
        TensorPrimitives.Multiply(standardized, moments.Scale, standardized);
    }

    // By all rows, for the sake of rounding alone: every training part is standardised again by itself, which undoes
    // it.
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

    // One shard makes one row of every fold's products.
    private struct MomentJob : IShardedJob
    {
        public ProbeFeatures Features;

        public readonly void Run(int shard)
        {
            int dimensions = Features.Dimensions;
            for (int fold = 0; fold < Features.Folds; fold++)
            {
                (int start, int end) = Features.HeldOut(fold);
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
}

/// <summary>Statistics of the rows that a fold trains on.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Mean">Means of the features, [D].</param>
/// <param name="Scale">Reciprocal standard deviations, [D]; 0 for a feature that does not vary.</param>
/// <param name="Correlation">The covariance of the standardised features, [D, D].</param>
internal sealed record TrainingMoments(int Count, double[] Mean, double[] Scale, Matrix<double> Correlation);
