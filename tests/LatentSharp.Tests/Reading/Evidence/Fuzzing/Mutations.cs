using System.Buffers.Binary;
using LatentSharp.Tensors.Randomness;

namespace LatentSharp.Tests.Reading.Evidence.Fuzzing;

/// <summary>Files damaged at random, each a function of the seed and its number.</summary>
internal static class Mutations
{
    private const int MostChanges = 4;

    // The limits at which lengths, counts and offsets overflow.
    private static readonly ulong[] Limits =
    [
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 1UL << 32, 1UL << 43,
        long.MaxValue, 1UL << 63, ulong.MaxValue - 1, ulong.MaxValue,
    ];

    private static readonly string[] Numerals =
        ["0", "1", "-1", "2147483648", "4294967296", "8796093022208", "9223372036854775807", "9223372036854775808", "1e308", "00"];

    /// <summary>A sound file with one to four changes; parts may come from another sound file.</summary>
    public static byte[] Mutate(IReadOnlyList<byte[]> sound, ulong seed, ulong number)
    {
        var draws = new Draws(seed, number);
        List<byte> bytes = [.. sound[draws.Below(sound.Count)]];
        byte[] other = sound[draws.Below(sound.Count)];
        // Half of the mutants keep their length: a byte that moves all others seldom gets past the outermost checks.
        bool inPlace = draws.Below(2) == 0;
        for (int changes = 1 + draws.Below(MostChanges); changes > 0 && bytes.Count > 0; changes--)
            Change(bytes, other, inPlace, ref draws);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, byte[] other, bool inPlace, ref Draws draws)
    {
        int at = draws.Below(bytes.Count), count = Math.Min(bytes.Count - at, 1 + draws.Below(1 << draws.Below(8)));
        switch (draws.Below(inPlace ? 5 : 10))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << draws.Below(8));
                break;
            case 2:
                bytes[at] = (byte)draws.Below(256);
                break;
            case 3 or 4:
                SetNumber(bytes, at, Limits[draws.Below(Limits.Length)] + (ulong)draws.Below(2) * (ulong)bytes.Count, 1 << draws.Below(4));
                break;
            case 5:
                SetNumeral(bytes, at, Numerals[draws.Below(Numerals.Length)]);
                break;
            case 6:
                bytes.RemoveRange(at, draws.Below(2) == 0 ? bytes.Count - at : count);
                break;
            case 7:
                bytes.InsertRange(draws.Below(bytes.Count), bytes.GetRange(at, count));
                break;
            case 8:
                int from = draws.Below(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(count, other.Length - from)).ToArray());
                break;
            default:
                List<byte> moved = bytes.GetRange(at, count);
                bytes.RemoveRange(at, count);
                bytes.InsertRange(draws.Below(bytes.Count + 1), moved);
                break;
        }
    }

    private static void SetNumber(List<byte> bytes, int at, ulong value, int size)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        for (int i = 0; i < size && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }

    /// <summary>Replaces the first number in digits at or after a place, which headers in text give lengths by.</summary>
    private static void SetNumeral(List<byte> bytes, int at, string numeral)
    {
        int start = bytes.FindIndex(at, b => char.IsAsciiDigit((char)b));
        if (start < 0)
            return;
        int end = bytes.FindIndex(start, b => !char.IsAsciiDigit((char)b));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, numeral.Select(c => (byte)c));
    }

    private struct Draws(ulong seed, ulong number)
    {
        private readonly float[] uniform = Fill(seed, number);
        private int next;

        public int Below(int limit) => (int)(uniform[next++ % uniform.Length] * limit);

        private static float[] Fill(ulong seed, ulong number)
        {
            float[] uniform = new float[64];
            new RandomStream(seed, RandomPurpose.Synthesis, number).FillUniform(uniform);
            return uniform;
        }
    }
}
