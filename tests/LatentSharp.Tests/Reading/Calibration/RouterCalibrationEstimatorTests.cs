using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using MathNet.Numerics.Distributions;

namespace LatentSharp.Tests.Reading.Calibration;

public class RouterCalibrationEstimatorTests
{
    private const int Examples = 50;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.7, 1)]
    [InlineData(-0.3, 4)]
    [InlineData(0, 0.25)]
    public void The_distribution_of_the_transform_is_that_of_the_closed_form(double shift, double ratio)
    {
        // q = N(3 + 2 shift, 4 ratio) beside p = N(3, 4) in the second dimension; q = p in the first.
        var evidence = new LatentEvidence(
            "arrays",
            Array("posterior_mean", 1, 3 + 2 * shift),
            Array("posterior_logvar", 0, Math.Log(4 * ratio)))
        {
            PriorMean = Array("prior_mean", 1, 3),
            PriorLogVariance = Array("prior_logvar", 0, Math.Log(4)),
        };
        using var device = Device.Cpu(1);
        RouterCalibration calibration = LatentReader
            .Read(evidence, new ReadingOptions(), device)
            .Quantities.RouterCalibration.Value!;

        Assert.Equal(2, calibration.Distribution.Length);
        int points = calibration.Distribution[1].Length;
        for (int j = 0; j < points; j++)
        {
            double t = (j + 1.0) / (points + 1);
            Assert.Equal(t, calibration.Distribution[0][j], 1e-6);
            Assert.Equal(
                Normal.CDF(shift, Math.Sqrt(ratio), Normal.InvCDF(0, 1, t)),
                calibration.Distribution[1][j],
                1e-6);
        }

        Assert.Equal(
            calibration.Distribution[1].Select((share, j) => Math.Abs(share - (j + 1.0) / (points + 1))).Max(),
            calibration.Shape[1]);
    }

    private static MemoryArray Array(string name, double first, double second) =>
        new(name, [.. Enumerable.Range(0, 2 * Examples).Select(i => i % 2 == 0 ? first : second)], 2);
}
