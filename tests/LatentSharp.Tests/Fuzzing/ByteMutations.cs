using System.Buffers.Binary;

namespace LatentSharp.Tests.Fuzzing;

/// <summary>
/// Damage to bytes, whatever they mean: flips, numbers at their limits, cuts, copies, moves and splices.
/// </summary>
internal static class ByteMutations
{
    // The limits at which lengths, counts and offsets overflow.
    private static readonly ulong[] Limits =
    [
        0,
        1,
        2,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0xFFFF,
        0x1_0000,
        0x7FFF_FFFF,
        0x8000_0000,
        0xFFFF_FFFE,
        0xFFFF_FFFF,
        1UL << 32,
        1UL << 43,
        long.MaxValue,
        1UL << 63,
        ulong.MaxValue - 1,
        ulong.MaxValue,
    ];

    private static readonly string[] Numerals =
    [
        "0",
        "1",
        "-1",
        "2147483648",
        "4294967296",
        "8796093022208",
        "9223372036854775807",
        "9223372036854775808",
        "1e308",
        "00",
    ];

    /// <summary>Makes one change; in place it keeps the length.</summary>
    public static void Change(List<byte> bytes, byte[] other, bool inPlace, ref Draws draws)
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
                SetNumber(
                    bytes,
                    at,
                    draws.Of(Limits) + (ulong)draws.Below(2) * (ulong)bytes.Count,
                    1 << draws.Below(4),
                    draws.Below(2) == 0);
                break;
            case 5:
                SetNumeral(bytes, at, draws.Of(Numerals));
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

    private static void SetNumber(List<byte> bytes, int at, ulong value, int size, bool bigEndian)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        if (bigEndian)
            number[..size].Reverse();
        for (int i = 0; i < size && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }

    /// <summary>
    /// Replaces the first number in digits at or after a place, which headers in text give lengths by.
    /// </summary>
    private static void SetNumeral(List<byte> bytes, int at, string numeral)
    {
        int start = bytes.FindIndex(at, b => char.IsAsciiDigit((char)b));
        if (start < 0)
            return;
        int end = bytes.FindIndex(start, b => !char.IsAsciiDigit((char)b));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, numeral.Select(c => (byte)c));
    }
}
