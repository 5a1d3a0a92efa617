using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;
using MathNet.Numerics.LinearAlgebra;

namespace LatentSharp.Reading.Probes;

/// <summary>
/// A linear classifier by Fisher's discriminant: Gaussian classes that share one covariance W and are equally likely,
/// so that x goes to the class of the largest a_k . x - 1/2 a_k . c_k with a_k = W^-1 c_k and c_k the class's mean
/// (Hastie, Tibshirani and Friedman 2009, section 4.3). It is in closed form, hence fast and without a stopping rule. A
/// ridge regression onto indicator columns is too, but cannot see a class that lies between two others in few
/// dimensions (section 4.2), and few dimensions are what a latent has.
/// </summary>
internal static class DiscriminantProbe
{
    /// <summary>
    /// The balanced accuracy over held-out rows, all folds pooled: the mean over classes of the share of a class's rows
    /// that go to it, which chance leaves at 1/K however rare a class is. The standard error is that of the examples'
    /// influences, N / (K N_k) (hit_n - share_k).
    /// </summary>
    /// <param name="features">The features.</param>
    /// <param name="classes">Each row's class, counted from 0, [N].</param>
    /// <param name="classCount">K, each with a row at least.</param>
    public static Estimate BalancedAccuracy(ProbeFeatures features, int[] classes, int classCount)
    {
        var hit = new bool[features.Examples];
        var x = new double[features.Dimensions];
        for (int fold = 0; fold < features.Folds.Count; fold++)
        {
            (double[][] directions, double[] offsets) = Fit(
                features,
                fold,
                classes,
                classCount,
                out TrainingMoments moments);
            (int start, int end) = features.Folds.HeldOut(fold);
            for (int n = start; n < end; n++)
            {
                features.Centre(n, moments, x);
                hit[n] = Likeliest(x, directions, offsets) == classes[n];
            }
        }

        double[] rows = new double[classCount], shares = new double[classCount];
        for (int n = 0; n < hit.Length; n++)
        {
            rows[classes[n]]++;
            shares[classes[n]] += hit[n] ? 1 : 0;
        }

        TensorPrimitives.Divide(shares, rows, shares);
        var influence = new ExampleMean(features.Folds.Groups);
        for (int n = 0; n < hit.Length; n++)
        {
            int k = classes[n];
            influence.Add(
                features.Folds.Rows[n],
                hit.Length / (classCount * rows[k]) * ((hit[n] ? 1 : 0) - shares[k]));
        }

        return new Estimate(shares.Average(), influence.Estimate.StandardError);
    }

    private static (double[][] Directions, double[] Offsets) Fit(
        ProbeFeatures features, int fold, int[] classes, int classCount, out TrainingMoments moments)
    {
        moments = features.Training(fold);
        (int start, int end) = features.Folds.HeldOut(fold);
        int dimensions = features.Dimensions;
        var counts = new int[classCount];
        Matrix<double> means = Matrix<double>.Build.Dense(dimensions, classCount);
        double[] columns = means.AsColumnMajorArray(), x = new double[dimensions];
        for (int n = 0; n < features.Examples; n++)
        {
            if (n >= start && n < end)
                continue;
            features.Centre(n, moments, x);
            counts[classes[n]]++;
            Span<double> sum = columns.AsSpan(classes[n] * dimensions, dimensions);
            TensorPrimitives.Add(sum, x, sum);
        }

        // W is the covariance less that of the class means.
        Matrix<double> within = moments.Covariance;
        double[] products = within.AsColumnMajorArray();
        for (int k = 0; k < classCount; k++)
        {
            Span<double> mean = columns.AsSpan(k * dimensions, dimensions);
            TensorPrimitives.Divide(mean, Math.Max(counts[k], 1), mean);
            double share = counts[k] / (double)moments.Count;
            for (int d = 0; d < dimensions; d++)
            {
                Span<double> column = products.AsSpan(d * dimensions, dimensions);
                TensorPrimitives.MultiplyAdd(mean, -share * mean[d], column, column);
            }
        }

        for (int d = 0; d < dimensions; d++)
            within[d, d] += ProbeFeatures.Ridge;
        double[][] directions = within.Cholesky().Solve(means).ToColumnArrays();
        var offsets = new double[classCount];
        for (int k = 0; k < classCount; k++)
            offsets[k] = counts[k] == 0
                ? double.NegativeInfinity
                : -0.5 * Sums.OfProducts(directions[k], columns.AsSpan(k * dimensions, dimensions));
        return (directions, offsets);
    }

    // A class without a training row is never chosen.
    private static int Likeliest(ReadOnlySpan<double> x, double[][] directions, double[] offsets)
    {
        int best = 0;
        double bestScore = double.NegativeInfinity;
        for (int k = 0; k < offsets.Length; k++)
        {
            double score = offsets[k] + Sums.OfProducts(x, directions[k]);
            if (score > bestScore)
                (best, bestScore) = (k, score);
        }

        return best;
    }
}
