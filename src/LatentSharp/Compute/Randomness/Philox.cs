using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LatentSharp.Compute.Randomness;

/// <summary>
/// The Philox4x32-10 bijection: 128 bits of counter and 64 bits of key to 128 random bits (Salmon, Moraes, Dror and
/// Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.3).
/// </summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The block of four random words at a counter, under a key.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint key0, uint key1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0, product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = (
                (uint)(product1 >> 32) ^ c1 ^ key0,
                (uint)product1,
                (uint)(product0 >> 32) ^ c3 ^ key1,
                (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>How many blocks <see cref="Blocks"/> makes.</summary>
    public const int Lanes = 8;

    /// <summary>
    /// The blocks at <see cref="Lanes"/> consecutive counters, four words each, in order. Every lane of 64 bits holds
    /// one word, so that a word's product is whole. Block by block, drawing a batch would take a tenth of a training
    /// step.
    /// </summary>
    /// <param name="first">The first word of the first counter; it must not overflow within the lanes.</param>
    /// <param name="c1">The second word of all counters.</param>
    /// <param name="c2">The third.</param>
    /// <param name="c3">The fourth.</param>
    /// <param name="key0">The first word of the key.</param>
    /// <param name="key1">The second.</param>
    /// <param name="words">Receives 4 * <see cref="Lanes"/> words.</param>
    public static void Blocks(uint first, uint c1, uint c2, uint c3, uint key0, uint key1, Span<uint> words)
    {
        Vector512<ulong> low = Vector512.Create((ulong)uint.MaxValue);
        Vector512<ulong> x0 = Vector512.Create((ulong)first) + Vector512<ulong>.Indices;
        Vector512<ulong> x1 = Vector512.Create((ulong)c1),
            x2 = Vector512.Create((ulong)c2),
            x3 = Vector512.Create((ulong)c3);
        for (int round = 0; round < 10; round++)
        {
            Vector512<ulong> product0 = x0 * Vector512.Create((ulong)Multiplier0),
                product1 = x2 * Vector512.Create((ulong)Multiplier1);
            x0 = (product1 >>> 32) ^ x1 ^ Vector512.Create((ulong)key0);
            x1 = product1 & low;
            x2 = (product0 >>> 32) ^ x3 ^ Vector512.Create((ulong)key1);
            x3 = product0 & low;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        // Words 0 and 1 of a block side by side, words 2 and 3 likewise; then the blocks' halves in turn.
        Vector512<ulong> front = x0 | (x1 << 32), back = x2 | (x3 << 32);
        Interleave(front.GetLower(), back.GetLower()).AsUInt32().CopyTo(words);
        Interleave(front.GetUpper(), back.GetUpper()).AsUInt32().CopyTo(words[16..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Interleave(Vector256<ulong> even, Vector256<ulong> odd) =>
        Vector512.ConditionalSelect(
            Vector512.Create(ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0),
            Vector512.Shuffle(even.ToVector512Unsafe(), Vector512.Create(0ul, 0, 1, 1, 2, 2, 3, 3)),
            Vector512.Shuffle(odd.ToVector512Unsafe(), Vector512.Create(0ul, 0, 1, 1, 2, 2, 3, 3)));
}
