using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;
using MathNet.Numerics.LinearAlgebra;

namespace LatentSharp.Reading.Probes;

/// <summary>
/// A linear regression with a small ridge: y ~ mean y + b . x with (C + ridge I) b = cov(x, y), x standardised and C
/// its covariance over the training rows (Hoerl and Kennard 1970).
/// </summary>
internal static class RidgeProbe
{
    /// <summary>
    /// R2 = 1 - sum e_n^2 / sum t_n^2 over held-out rows, all folds pooled: e_n is the error of the prediction, t_n
    /// that of the training rows' mean, so that a probe that learnt nothing but the mean scores 0 and one that learnt
    /// noise scores below. The standard error is the delta method's, of a ratio of means.
    /// </summary>
    /// <param name="features">The features.</param>
    /// <param name="targets">One array [N] for each regression; all share the work on the features.</param>
    /// <returns>R2 of each target.</returns>
    public static Estimate[] Determination(ProbeFeatures features, double[][] targets)
    {
        var errors = new double[targets.Length][];
        var spreads = new double[targets.Length][];
        for (int t = 0; t < targets.Length; t++)
            (errors[t], spreads[t]) = (new double[features.Examples], new double[features.Examples]);
        var x = new double[features.Dimensions];
        for (int fold = 0; fold < features.Folds.Count; fold++)
        {
            (double[][] slopes, double[] means) = Fit(features, fold, targets, out TrainingMoments moments);
            (int start, int end) = features.Folds.HeldOut(fold);
            for (int n = start; n < end; n++)
            {
                features.Centre(n, moments, x);
                for (int t = 0; t < targets.Length; t++)
                {
                    double spread = targets[t][n] - means[t], error = spread - Sums.OfProducts(x, slopes[t]);
                    (errors[t][n], spreads[t][n]) = (error * error, spread * spread);
                }
            }
        }

        return [.. errors.Zip(spreads, (error, spread) => OneMinusRatio(error, spread, features.Folds))];
    }

    private static (double[][] Slopes, double[] Means) Fit(
        ProbeFeatures features, int fold, double[][] targets, out TrainingMoments moments)
    {
        moments = features.Training(fold);
        (int start, int end) = features.Folds.HeldOut(fold);
        int dimensions = features.Dimensions;
        var means = new double[targets.Length];
        for (int t = 0; t < targets.Length; t++)
            means[t] = (Sums.Of(targets[t].AsSpan(0, start)) + Sums.Of(targets[t].AsSpan(end))) / moments.Count;

        Matrix<double> covariances = Matrix<double>.Build.Dense(dimensions, targets.Length);
        double[] columns = covariances.AsColumnMajorArray(), x = new double[dimensions];
        for (int n = 0; n < features.Examples; n++)
        {
            if (n >= start && n < end)
                continue;
            features.Centre(n, moments, x);
            for (int t = 0; t < targets.Length; t++)
            {
                Span<double> column = columns.AsSpan(t * dimensions, dimensions);
                TensorPrimitives.MultiplyAdd(x, (targets[t][n] - means[t]) / moments.Count, column, column);
            }
        }

        Matrix<double> covariance = moments.Covariance;
        for (int d = 0; d < dimensions; d++)
            covariance[d, d] += ProbeFeatures.Ridge;
        return (covariance.Cholesky().Solve(covariances).ToColumnArrays(), means);
    }

    // The influence of example n on a ratio of means r = mean e / mean t is (e_n - r t_n) / mean t.
    private static Estimate OneMinusRatio(double[] errors, double[] spreads, Folds folds)
    {
        double spread = Sums.Of(spreads) / spreads.Length;
        double ratio = Sums.Of(errors) / errors.Length / spread;
        var influence = new ExampleMean(folds.Groups);
        for (int n = 0; n < errors.Length; n++)
            influence.Add(folds.Rows[n], (errors[n] - ratio * spreads[n]) / spread);
        return new Estimate(1 - ratio, influence.Estimate.StandardError);
    }
}
