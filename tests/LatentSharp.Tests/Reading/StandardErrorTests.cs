using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Reading.Streaming;

namespace LatentSharp.Tests.Reading;

/// <summary>Standard errors against what repeated samples, and resamples of one, in fact do.</summary>
[Trait("speed", "slow")]
public sealed class StandardErrorTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(150)]
    [InlineData(1000)]
    public void The_spread_of_repeated_samples_is_the_standard_error(int examples)
    {
        const int samples = 400;
        var read = new AnalyticQuantities[samples];
        for (int i = 0; i < samples; i++)
            read[i] = Read(DrawnEvidence.Draw(examples, 3, EvidenceKind.Plain, false, (ulong)(50_000 + i)));

        void Agrees(string quantity, Func<AnalyticQuantities, LatentSharp.Reading.Quantities.Estimate> estimate)
        {
            double[] values = [.. read.Select(quantities => estimate(quantities).Value)];
            double spread = ReferenceQuantities.StandardError(values) * Math.Sqrt(samples);
            double stated = Math.Sqrt(read.Average(quantities => Math.Pow(estimate(quantities).StandardError, 2)));
            // The spread of 400 samples is itself known to 1 / sqrt(2 * 400) = 3.5%: four of those.
            Assert.True(Math.Abs(stated / spread - 1) < 0.14, $"{quantity}: stated {stated}, in fact {spread}");
        }

        Agrees("V_post", quantities => quantities.PosteriorVariance.Mean);
        Agrees("prior variance", quantities => quantities.PriorVariance.Value!.Mean);
        Agrees("K", quantities => quantities.PriorKl.Value!.Total);
        Agrees("noise share", quantities => quantities.NoiseShare.Mean);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(400, false)]
    [InlineData(400, true)]
    [InlineData(3000, true)]
    public void The_jackknife_of_the_noise_share_agrees_with_the_bootstrap(int examples, bool sorted)
    {
        const int evidences = 12, resamples = 300, dimensions = 4;
        double ratio = 0;
        for (int i = 0; i < evidences; i++)
        {
            DrawnEvidence drawn = DrawnEvidence.Draw(examples, dimensions, EvidenceKind.Plain, false, (ulong)(900 + i));
            // Sorted examples come in an order that neighbouring rows share, as a file sorted by class does.
            int[] order = [.. Enumerable.Range(0, examples)];
            if (sorted)
                Array.Sort([.. order.Select(n => drawn.QMean[n * dimensions])], order);
            double[] means = [.. order.SelectMany(n => drawn.QMean[(n * dimensions)..((n + 1) * dimensions)])];
            double[] logs = [.. order.SelectMany(n => drawn.QLog[(n * dimensions)..((n + 1) * dimensions)])];
            double stated = new LatentPass(DrawnEvidence.Of(dimensions, means, logs))
                .Read(0, examples, device)
                .Finish()
                .NoiseShare.Mean.StandardError;
            ratio += stated / Bootstrap(means, logs, dimensions, resamples, (ulong)i) / evidences;
        }

        // One jackknife is known to 9% (13% of 30 examples) and one bootstrap to 4%; the mean ratio of twelve to 4%.
        Assert.InRange(ratio, 0.85, 1.15);
    }

    private static double Bootstrap(double[] means, double[] logs, int dimensions, int resamples, ulong seed)
    {
        int examples = means.Length / dimensions;
        var uniform = new float[examples];
        var shares = new double[resamples];
        for (int r = 0; r < resamples; r++)
        {
            new RandomStream(seed, RandomPurpose.Synthesis, (ulong)r + 1).FillUniform(uniform);
            for (int d = 0; d < dimensions; d++)
            {
                double variance = 0, sum = 0, squares = 0;
                for (int n = 0; n < examples; n++)
                {
                    int drawn = (int)(uniform[n] * examples) * dimensions + d;
                    variance += Math.Exp(logs[drawn]);
                    sum += means[drawn];
                    squares += means[drawn] * means[drawn];
                }

                double spread = squares / examples - sum / examples * (sum / examples);
                shares[r] += variance / examples / (variance / examples + spread) / dimensions;
            }
        }

        return ReferenceQuantities.StandardError(shares) * Math.Sqrt(resamples);
    }

    private AnalyticQuantities Read(DrawnEvidence drawn) =>
        new LatentPass(drawn.Evidence).Read(0, drawn.Examples, device).Finish();
}
