using System.Collections.Immutable;
using System.Numerics;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;
using LatentSharp.Reading.Streaming;
using MathNet.Numerics.Distributions;

namespace LatentSharp.Reading.Calibration;

/// <summary>
/// Coverage and shape of the router over a sample of examples. The mass of q_n inside the router's central interval of
/// half-width c is Phi((c - u)/w) - Phi((-c - u)/w) with u = (mu - m)/sqrt(s) and w = sqrt(v/s); the distribution of
/// the probability-integral transform of z ~ q under p is the mean over n of Phi((g - u)/w) at g = Phi^-1(t).
/// </summary>
internal static class RouterCalibrationEstimator
{
    private const int GridPoints = 31;
    private const double NullLevel = 0.01;
    private static readonly double Half = Normal.InvCDF(0, 1, 0.75), Ninety = Normal.InvCDF(0, 1, 0.95);

    private static readonly double[] Grid =
    [
        .. Enumerable.Range(1, GridPoints).Select(j => Normal.InvCDF(0, 1, j / (GridPoints + 1.0))),
    ];

    /// <summary>Measures both, beside the recalibration of all examples.</summary>
    public static RouterCalibration Estimate(RouterRecalibration recalibration, GaussianSample sample, Device device)
    {
        var job = new DimensionJob
        {
            Sample = sample,
            Distribution = new ImmutableArray<double>[sample.Dimensions],
            Coverage = new double[sample.Dimensions][],
        };
        device.Run(ref job, sample.Dimensions);
        int examples = sample.Rows.Length;
        return new RouterCalibration(
            [.. recalibration.Shift],
            [.. recalibration.Scale],
            recalibration.Gain,
            Coverage(job.Coverage, 0, sample),
            Coverage(job.Coverage, sample.Width, sample),
            [.. job.Distribution.Select(Furthest)],
            // Dvoretzky, Kiefer and Wolfowitz, with Massart's constant, over D dimensions at once.
            Math.Sqrt(Math.Log(2 * sample.Dimensions / NullLevel) / (2 * examples)),
            examples)
        {
            Distribution = [.. job.Distribution],
        };
    }

    private static double Furthest(ImmutableArray<double> distribution) =>
        distribution.Select((share, j) => Math.Abs(share - (j + 1.0) / (GridPoints + 1))).Max();

    private static Estimate Coverage(double[][] perDimension, int start, GaussianSample sample)
    {
        var mean = new ExampleMean(sample.Groups);
        for (int n = 0; n < sample.Rows.Length; n++)
        {
            double sum = 0;
            foreach (double[] coverage in perDimension)
                sum += coverage[start + n];
            mean.Add(sample.Rows[n], sum / perDimension.Length);
        }

        return mean.Estimate;
    }

    private struct DimensionJob : IShardedJob
    {
        public GaussianSample Sample;
        public ImmutableArray<double>[] Distribution;

        /// <summary>[half | 90%] of every example, of each dimension.</summary>
        public double[][] Coverage;

        public readonly void Run(int shard)
        {
            int width = Sample.Width, examples = Sample.Rows.Length;
            double[] shift = new double[width], sharpness = new double[width], coverage = new double[2 * width];
            Sample.Standardize(shard, shift, sharpness);
            for (int n = 0; n < width; n += Vector<double>.Count)
            {
                Vector<double> u = new(shift, n), inverse = new(sharpness, n);
                Inside(u, inverse, Half).CopyTo(coverage, n);
                Inside(u, inverse, Ninety).CopyTo(coverage, width + n);
            }

            var distribution = new double[GridPoints];
            for (int j = 0; j < Grid.Length; j++)
            {
                Vector<double> sum = Vector<double>.Zero, g = new(Grid[j]);
                double last = 0;
                for (int n = 0; n < width; n += Vector<double>.Count)
                {
                    Vector<double> below = ErrorFunction.NormalDistribution(
                        (g - new Vector<double>(shift, n)) * new Vector<double>(sharpness, n));
                    if (n + Vector<double>.Count <= examples)
                        sum += below;
                    else
                        for (int lane = 0; lane < examples - n; lane++)
                            last += below[lane];
                }

                distribution[j] = (Vector.Sum(sum) + last) / examples;
            }

            (Distribution[shard], Coverage[shard]) = ([.. distribution], coverage);
        }

        private static Vector<double> Inside(Vector<double> shift, Vector<double> sharpness, double halfWidth) =>
            ErrorFunction.NormalDistribution((new Vector<double>(halfWidth) - shift) * sharpness)
            - ErrorFunction.NormalDistribution((new Vector<double>(-halfWidth) - shift) * sharpness);
    }
}
