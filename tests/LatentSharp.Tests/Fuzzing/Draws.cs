using LatentSharp.Compute.Randomness;

namespace LatentSharp.Tests.Fuzzing;

/// <summary>The random choices that make one mutant: a function of the seed and its number.</summary>
internal struct Draws(ulong seed, ulong number)
{
    private readonly float[] uniform = Fill(seed, number);
    private int next;

    /// <summary>A whole number from 0 to one below a limit of at most 2^24.</summary>
    public int Below(int limit) => (int)(uniform[next++ % uniform.Length] * limit);

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    private static float[] Fill(ulong seed, ulong number)
    {
        float[] uniform = new float[64];
        new RandomStream(seed, RandomPurpose.Synthesis, number).FillUniform(uniform);
        return uniform;
    }
}
