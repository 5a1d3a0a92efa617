using LatentSharp.Compute.Randomness;

namespace LatentSharp.Tests.Compute.Randomness;

/// <summary>
/// Moments of a million draws about the true mean. The mean of x^k has the standard error
/// sqrt((E x^2k - (E x^k)^2) / n); four of them are allowed, for three seeds that are fixed.
/// </summary>
public class RandomMomentsTests
{
    private const int Count = 1_000_000;

    // E x^k of the standard normal: 1, 0, 1, 0, 3, 0, 15, 0, 105.
    private static readonly double[] NormalMoments = [1, 0, 1, 0, 3, 0, 15, 0, 105];

    // E (u - 1/2)^k of the uniform: 1 / ((k + 1) 2^k) for even k.
    private static readonly double[] UniformMoments = [1, 0, 1 / 12.0, 0, 1 / 80.0, 0, 1 / 448.0, 0, 1 / 2304.0];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Normal_draws_have_the_normal_moments(ulong seed)
    {
        float[] draws = new float[Count];
        new RandomStream(seed, RandomPurpose.PosteriorNoise).FillNormal(draws);
        AssertMoments(draws, NormalMoments);
        AssertUncorrelated(draws, 1.0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Uniform_draws_have_the_uniform_moments(ulong seed)
    {
        float[] draws = new float[Count];
        new RandomStream(seed, RandomPurpose.Binarization).FillUniform(draws);
        Assert.All(draws, x => Assert.True(x is >= 0f and < 1f && x * (1 << 24) == MathF.Floor(x * (1 << 24))));
        float[] centred = Array.ConvertAll(draws, x => x - 0.5f);
        AssertMoments(centred, UniformMoments);
        AssertUncorrelated(centred, 1 / 12.0);
    }

    private static void AssertMoments(float[] draws, double[] moments)
    {
        for (int k = 1; k <= 4; k++)
        {
            double sum = 0;
            foreach (float x in draws)
                sum += Math.Pow(x, k);
            double error = Math.Sqrt((moments[2 * k] - moments[k] * moments[k]) / Count);
            Assert.True(
                Math.Abs(sum / Count - moments[k]) <= 4 * error,
                $"moment {k}: {sum / Count:G6}, expected {moments[k]:G6} +- {4 * error:G2}");
        }
    }

    // Lags within a block of the generator, from the cosine's half to the sine's, and from chunk to chunk.
    private static void AssertUncorrelated(float[] draws, double variance)
    {
        foreach (int lag in new[] { 1, 2, 3, 4, 64, 128, 256 })
        {
            double sum = 0, squares = 0;
            for (int i = lag; i < Count; i++)
            {
                sum += (double)draws[i] * draws[i - lag];
                squares +=
                    ((double)draws[i] * draws[i] - variance) * ((double)draws[i - lag] * draws[i - lag] - variance);
            }

            Assert.True(Math.Abs(sum) <= 4 * variance * Math.Sqrt(Count), $"lag {lag}: {sum / Count:G3}");
            // The squares too: a shared radius would show there. x^2 has a variance of at most 2 variance^2.
            Assert.True(
                Math.Abs(squares) <= 4 * 2 * variance * variance * Math.Sqrt(Count),
                $"squares at lag {lag}: {squares / Count:G3}");
        }
    }
}
