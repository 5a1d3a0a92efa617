using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

/// <summary>
/// The true model with its exact posterior, which a reading has nothing to say against: z = m(x) + sqrt(s) e and
/// y = w z + noise per dimension, so that 1/v = 1/s + w^2 / noise^2 and mu = v (m / s + w y / noise^2).
/// </summary>
public class ExactModelTests
{
    private const double Noise = 0.5;

    [Theory]
    [InlineData(200, 1, 200, false)]
    [InlineData(200, 8, 200, true)]
    [InlineData(200, 64, 100, false)]
    [InlineData(2000, 16, 50, true)]
    [InlineData(20_000, 4, 10, false)]
    public void Nothing_is_wrong_with_the_truth(int examples, int dimensions, int draws, bool standard)
    {
        using var device = Device.Cpu(2);
        var diagnosis = Diagnosis.Of(
            LatentReader.Read(Evidence(examples, dimensions, draws, standard), new ReadingOptions(), device));
        LatentQuantities quantities = diagnosis.Reading.Quantities;
        Assert.All(diagnosis.Findings, finding => Assert.Equal(FindingLevel.Note, finding.Level));
        Assert.Null(diagnosis.Verdict.Level);
        Assert.EndsWith("Nothing to do.", diagnosis.Verdict.Text, StringComparison.Ordinal);

        RouterCalibration calibration = quantities.RouterCalibration.Value!;
        Assert.InRange((calibration.Coverage90.Value - 0.9) / calibration.Coverage90.StandardError, -4, 4);
        Assert.InRange((calibration.Coverage50.Value - 0.5) / calibration.Coverage50.StandardError, -4, 4);
        Assert.True(calibration.RecalibrationGain.Value <= 3 * calibration.RecalibrationGain.StandardError);
        Assert.All(calibration.Shape, shape => Assert.InRange(shape, 0, calibration.ShapeByChance));
        Estimate cost = quantities.SamplingCost.Value!.Difference, price = quantities.WidthPrice.Value!.Value;
        Assert.InRange(
            cost.Value,
            0.98 * price.Value - 4 * cost.StandardError,
            1.02 * price.Value + 4 * cost.StandardError);
        if (standard)
            Assert.True(diagnosis.Reading.PriorIsStandard);
        else
            Assert.InRange(
                quantities.RouterDetermination.Value!.Mean.Value,
                quantities.ConditionProbe.Value!.Mean.Value - 0.05,
                1);
    }

    // Given as arrays that do not say what the prior is.
    private static LatentEvidence Evidence(int examples, int dimensions, int draws, bool standard)
    {
        int count = examples * dimensions;
        double[] x = Normal(0, count), e = Normal(1, count), noise = Normal(2, count), tilt = Normal(3, 2 * dimensions);
        double[] w = [.. tilt[..dimensions].Select(each => Math.Exp(0.5 * each))],
            s = [.. tilt[dimensions..].Select(each => standard ? 1 : Math.Exp(0.5 * each))],
            v = [.. w.Zip(s, (slope, breadth) => 1 / (1 / breadth + slope * slope / (Noise * Noise)))];
        double[] m = [.. x.Select(each => standard ? 0 : each)], y = new double[count], mu = new double[count];
        for (int i = 0; i < count; i++)
        {
            int d = i % dimensions;
            y[i] = w[d] * (m[i] + Math.Sqrt(s[d]) * e[i]) + Noise * noise[i];
            mu[i] = v[d] * (m[i] / s[d] + w[d] * y[i] / (Noise * Noise));
        }

        double[] Each(double[] perDimension) =>
            [.. Enumerable.Range(0, count).Select(i => Math.Log(perDimension[i % dimensions]))];
        double[] logRatio = new double[examples * draws];
        var arrays = new Dictionary<EvidenceRole, double[]>
        {
            [EvidenceRole.PosteriorMean] = mu,
            [EvidenceRole.PosteriorLogVariance] = Each(v),
            [EvidenceRole.PriorMean] = m,
            [EvidenceRole.PriorLogVariance] = Each(s),
            [EvidenceRole.Condition] = x,
            [EvidenceRole.NllAtMean] = Nll(mu, null, 1, 0),
            [EvidenceRole.NllPosterior] = Nll(mu, v, draws, 4, (draw, d, z, own, at) =>
                logRatio[draw] +=
                    0.5 * (own * own + Math.Log(v[d]) - (z - m[at]) * (z - m[at]) / s[d] - Math.Log(s[d]))),
            [EvidenceRole.NllPrior] = Nll(m, s, draws, 5),
            [EvidenceRole.NllShuffled] = Nll([.. mu[dimensions..], .. mu[..dimensions]], v, 1, 6),
            [EvidenceRole.LogRatioPosterior] = logRatio,
        };
        return new LatentEvidence(
            "truth",
            EvidenceFamily.Gaussian,
            arrays.ToDictionary(
                pair => pair.Key,
                pair => (IEvidenceArray)new MemoryArray(pair.Key.Name, pair.Value, pair.Value.Length / examples)))
        {
            PosteriorVarianceWeight = 0,
        };

        // -ln p(y|z) at draws of N(mean, variance), or at the mean.
        double[] Nll(
            double[] mean,
            double[]? variance,
            int samples,
            ulong stream,
            Action<int, int, double, double, int>? see = null)
        {
            double[] own = variance is null ? [] : Normal(stream, count * samples),
                nll = new double[examples * samples];
            for (int draw = 0; draw < nll.Length; draw++)
            {
                for (int d = 0; d < dimensions; d++)
                {
                    int at = draw / samples * dimensions + d;
                    double step = variance is null ? 0 : own[draw * dimensions + d],
                        z = mean[at] + (variance is null ? 0 : Math.Sqrt(variance[d]) * step),
                        miss = (y[at] - w[d] * z) / Noise;
                    nll[draw] += 0.5 * miss * miss + Math.Log(Noise * Math.Sqrt(2 * Math.PI));
                    see?.Invoke(draw, d, z, step, at);
                }
            }

            return nll;
        }

        double[] Normal(ulong stream, int length)
        {
            var values = new float[length];
            new RandomStream((ulong)(examples + dimensions), RandomPurpose.Synthesis, 300 + stream).FillNormal(values);
            return [.. values];
        }
    }
}
