using System.Numerics;

namespace LatentSharp.Compute.Randomness;

/// <summary>What a stream of random numbers is for. Streams of one seed are independent of each other.</summary>
public enum RandomPurpose
{
    /// <summary>Initial weights.</summary>
    Initialization = 1,

    /// <summary>Which example goes to which split.</summary>
    Split = 2,

    /// <summary>The order of examples within an epoch.</summary>
    Shuffle = 3,

    /// <summary>The noise of the reparameterised sample while training.</summary>
    PosteriorNoise = 4,

    /// <summary>The noise of the posterior's sample while evaluating.</summary>
    EvaluationNoise = 5,

    /// <summary>The bits that grey values become.</summary>
    Binarization = 6,

    /// <summary>Synthetic data, as benchmarks and tests draw it.</summary>
    Synthesis = 7,

    /// <summary>
    /// The estimators of a reading: which examples they use, what they draw, how they fold and permute.
    /// </summary>
    Estimation = 8,

    /// <summary>The draws of z that a likelihood is estimated from.</summary>
    LikelihoodDraws = 9,

    /// <summary>The noise of the router's samples while training.</summary>
    RouterNoise = 10,

    /// <summary>The noise of the router's samples while evaluating.</summary>
    RouterEvaluationNoise = 11,

    /// <summary>Which of the router's samples is differentiated while training.</summary>
    RouterChoice = 12,
}

/// <summary>
/// A counter-based random source: the numbers are a function of (seed, purpose, step) and of their position alone,
/// so a result depends neither on the thread count nor on what was drawn before, and a resumed run continues bit
/// for bit.
/// </summary>
/// <param name="seed">The seed of the run.</param>
/// <param name="purpose">What the numbers are for.</param>
/// <param name="step">The training step, epoch or index that the numbers belong to.</param>
public readonly struct RandomStream(ulong seed, RandomPurpose purpose, ulong step = 0)
{
    private const int ChunkLength = 256;

    private readonly ulong seed = seed;
    private readonly uint purpose = (uint)purpose;
    private readonly ulong step = step;

    /// <summary>Fills a span with uniform draws from [0, 1), each a multiple of 2^-24.</summary>
    public void FillUniform(Span<float> destination)
    {
        Span<uint> bits = stackalloc uint[ChunkLength];
        for (int start = 0; start < destination.Length; start += ChunkLength)
        {
            FillBits(bits, start);
            Span<float> chunk = destination[start..Math.Min(start + ChunkLength, destination.Length)];
            for (int i = 0; i < chunk.Length; i += Vectors.Width)
                Vectors.Store(chunk, i, Vector.ConvertToSingle(new Vector<uint>(bits[i..]) >> 8) * (1f / (1 << 24)));
        }
    }

    /// <summary>
    /// Fills a span with standard normal draws: sqrt(-2 ln u) cos(2 pi v) and its sine twin (Box and Muller 1958).
    /// </summary>
    public void FillNormal(Span<float> destination)
    {
        const int half = ChunkLength / 2;
        Span<uint> bits = stackalloc uint[ChunkLength];
        Span<float> chunk = stackalloc float[ChunkLength];
        for (int start = 0; start < destination.Length; start += ChunkLength)
        {
            FillBits(bits, start);
            for (int i = 0; i < half; i += Vector<float>.Count)
            {
                // u in (0, 1] keeps the logarithm finite.
                Vector<float> u =
                    Vector.ConvertToSingle(new Vector<uint>(bits[i..])) * (1f / 4294967296f)
                    + new Vector<float>(1f / 8589934592f);
                Vector<float> v =
                    Vector.ConvertToSingle(new Vector<uint>(bits[(half + i)..]) >> 8) * (2f * MathF.PI / (1 << 24));
                Vector<float> radius = Vector.SquareRoot(Vector.Log(u) * -2f);
                (Vector<float> sine, Vector<float> cosine) = Vector.SinCos(v);
                (radius * cosine).CopyTo(chunk[i..]);
                (radius * sine).CopyTo(chunk[(half + i)..]);
            }

            int count = Math.Min(ChunkLength, destination.Length - start);
            chunk[..count].CopyTo(destination[start..]);
        }
    }

    /// <summary>A uniformly drawn order of the indices 0 to <paramref name="count"/> - 1 (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        for (int i = count - 1; i > 0; i--)
        {
            // 64 random bits scaled to [0, i]: the bias is below 2^-32.
            (uint x0, uint x1, _, _) = Block((uint)i);
            int j = (int)Math.BigMul((ulong)x0 << 32 | x1, (ulong)(i + 1), out _);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private void FillBits(Span<uint> bits, int start)
    {
        for (int i = 0; i < bits.Length; i += 4 * Philox.Lanes)
        {
            Philox.Blocks(
                (uint)(start + i) / 4,
                purpose,
                (uint)step,
                (uint)(step >> 32),
                (uint)seed,
                (uint)(seed >> 32),
                bits.Slice(i, 4 * Philox.Lanes));
        }
    }

    private (uint X0, uint X1, uint X2, uint X3) Block(uint index) =>
        Philox.Block(index, purpose, (uint)step, (uint)(step >> 32), (uint)seed, (uint)(seed >> 32));
}
