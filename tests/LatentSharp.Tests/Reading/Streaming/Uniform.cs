using LatentSharp.Compute.Randomness;

namespace LatentSharp.Tests.Reading.Streaming;

/// <summary>Uniform draws from (0, 1).</summary>
internal static class Uniform
{
    public static double[] Draws(ulong seed, int count)
    {
        var draws = new float[count];
        new RandomStream(seed, RandomPurpose.Synthesis).FillUniform(draws);
        return Array.ConvertAll(draws, u => u + 0.5 / (1 << 24));
    }
}
