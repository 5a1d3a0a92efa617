using System.Numerics;

namespace LatentSharp.Compute.Randomness;

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

    /// <summary>The stream of a use that has two indices, such as a draw and an example.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="index">The first index.</param>
    /// <param name="part">The second.</param>
    public RandomStream(ulong seed, RandomPurpose purpose, uint index, uint part)
        : this(seed, purpose, (ulong)index << 32 | part)
    {
    }

    /// <summary>Fills a span with uniform draws from [0, 1), each a multiple of 2^-24.</summary>
    /// <param name="destination">What is filled.</param>
    /// <param name="position">Where in the stream the first number lies; at least 0.</param>
    public void FillUniform(Span<float> destination, long position = 0)
    {
        Span<float> chunk = stackalloc float[ChunkLength];
        Span<uint> bits = stackalloc uint[ChunkLength];
        while (destination.Length > 0)
        {
            int skip = (int)(position % ChunkLength);
            (int first, int end) = Needed(skip, destination.Length, ChunkLength);
            FillBits(bits[first..end], position - skip + first);
            for (int i = first; i < end; i += Vector<float>.Count)
                (Vector.ConvertToSingle(new Vector<uint>(bits[i..]) >> 8) * (1f / (1 << 24))).CopyTo(chunk[i..]);
            Take(chunk[skip..], ref destination, ref position);
        }
    }

    /// <summary>
    /// Fills a span with standard normal draws: sqrt(-2 ln u) cos(2 pi v) and its sine twin (Box and Muller 1958).
    /// </summary>
    /// <param name="destination">What is filled.</param>
    /// <param name="position">Where in the stream the first number lies; at least 0.</param>
    public void FillNormal(Span<float> destination, long position = 0)
    {
        const int half = ChunkLength / 2;
        Span<uint> bits = stackalloc uint[ChunkLength];
        Span<float> chunk = stackalloc float[ChunkLength];
        while (destination.Length > 0)
        {
            int skip = (int)(position % ChunkLength);
            // A number and its twin are half a chunk apart.
            (int first, int end) = Needed(skip, destination.Length, half);
            FillBits(bits[first..end], position - skip + first);
            FillBits(bits[(half + first)..(half + end)], position - skip + half + first);
            for (int i = first; i < end; i += Vector<float>.Count)
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

            Take(chunk[skip..], ref destination, ref position);
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
            int j = Index((uint)i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>
    /// Some of the indices 0 to <paramref name="count"/> - 1, uniformly drawn without replacement, in the order in
    /// which they were drawn: the beginning of a shuffle of which only what it moved is kept.
    /// </summary>
    /// <param name="count">How many indices there are.</param>
    /// <param name="size">How many are drawn, at most <paramref name="count"/>.</param>
    internal int[] Sample(int count, int size)
    {
        var drawn = new int[size];
        var moved = new Dictionary<int, int>(size);
        for (int i = 0; i < size; i++)
        {
            int j = i + Index((uint)i, count - i);
            drawn[i] = moved.GetValueOrDefault(j, j);
            moved[j] = moved.GetValueOrDefault(i, i);
        }

        return drawn;
    }

    // 64 random bits scaled to [0, count): the bias is below 2^-32.
    private int Index(uint block, int count)
    {
        (uint x0, uint x1, _, _) = Block(block);
        return (int)Math.BigMul((ulong)x0 << 32 | x1, (ulong)count, out _);
    }

    // Of the places from skip on, counted within a part of a chunk, those that whole blocks of bits cover; all of the
    // part where the numbers go beyond it.
    private static (int First, int End) Needed(int skip, int count, int part)
    {
        const int block = 4 * Philox.Lanes;
        int start = skip % part;
        return count > part - start ? (0, part) : (start / block * block, (start + count + block - 1) / block * block);
    }

    private static void Take(scoped ReadOnlySpan<float> chunk, ref Span<float> destination, ref long position)
    {
        int count = Math.Min(chunk.Length, destination.Length);
        chunk[..count].CopyTo(destination);
        destination = destination[count..];
        position += count;
    }

    private void FillBits(Span<uint> bits, long start)
    {
        for (int i = 0; i < bits.Length; i += 4 * Philox.Lanes)
        {
            Philox.Blocks(
                (uint)((start + i) / 4),
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
