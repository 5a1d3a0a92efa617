using System.Text;

namespace LatentSharp.Tests.Fuzzing;

/// <summary>Damage to text that is made of tokens and lines, such as JSON and tables with commas.</summary>
internal static class TextMutations
{
    // Past it, what a reader keeps for a few bytes of text adds up to more than a mutant may take.
    private const int Longest = 1 << 22;

    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "1e999",
            "-1e999",
            "1e-999",
            "-1",
            "-0",
            "0",
            "1",
            "0.5",
            "1.5",
            "2147483647",
            "2147483648",
            "4294967296",
            "99999999999",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "1e39",
            "1e308",
            "NaN",
            "Infinity",
            "-Infinity",
            "true",
            "null",
            "01",
            "0x10",
            "1_000",
            "",
            "none",
            "digits",
            new string('9', 400),
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            "",
            "\\ud800",
            "\\udc00\\ud800",
            "\\u0000",
            "a\\u0000b",
            "\\n",
            "\\u001b[2J",
            "\\u2028",
            "\u0000",
            "\u001b[2J",
            "\n",
            "\r",
            "\"",
            "\"\"",
            "\\",
            "NaN",
            "-Infinity",
            "1e999",
            "none",
            "/",
            "../..",
            "a,b",
            "🧪",
            "\u2028",
            new string('x', 300),
            new string('x', 70_000),
            new string('/', 5000),
            "seed",
            "epochs",
            "__metadata__",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF],
    ];

    private static readonly byte[][] Openings =
    [
        [.. "["u8],
        [.. "{"u8],
        [.. "{\"a\":"u8],
        [.. "[{\"a\":"u8],
        [.. "\""u8],
        [.. ","u8],
        [.. "\n"u8],
    ];

    /// <summary>Makes one change.</summary>
    public static void Change(List<byte> bytes, byte[] other, ref Draws draws)
    {
        Range token = TextTokens.At(bytes, draws.Below(bytes.Count)),
            line = TextTokens.LineAt(bytes, draws.Below(bytes.Count));
        switch (draws.Below(12))
        {
            case 0 or 1:
                Replace(bytes, TextTokens.NumberFrom(bytes, draws.Below(bytes.Count)), draws.Of(Numbers));
                break;
            case 2 or 3:
                Replace(bytes, TextTokens.WithinQuotes(bytes, draws.Below(bytes.Count)), draws.Of(Texts));
                break;
            case 4:
                Replace(bytes, token, draws.Of(draws.Below(2) == 0 ? Numbers : Texts));
                break;
            case 5:
                Replace(bytes, draws.Below(2) == 0 ? token : line, []);
                break;
            case 6:
                Swap(bytes, token, TextTokens.At(bytes, draws.Below(bytes.Count)));
                break;
            case 7:
                Swap(bytes, line, TextTokens.LineAt(bytes, draws.Below(bytes.Count)));
                break;
            case 8:
                Repeat(bytes, draws.Below(2) == 0 ? token : line, 1);
                break;
            case 9:
                byte[] part = other[TextTokens.At([.. other], draws.Below(other.Length))];
                Replace(bytes, token, part);
                break;
            case 10:
                byte[] opening = draws.Of(Openings);
                Insert(bytes, token.Start.Value, opening, 1 << (draws.Below(11) + (Rarely(ref draws) ? 11 : 0)));
                break;
            default:
                int count = 1 << (draws.Below(11) + (Rarely(ref draws) ? 11 : 0));
                if (draws.Below(2) == 0)
                    Repeat(bytes, draws.Below(2) == 0 ? token : line, count);
                else
                    Count(bytes, token.End.Value, count);
                break;
        }
    }

    // Millions of tokens take milliseconds where a handful takes microseconds.
    private static bool Rarely(ref Draws draws) => draws.Below(64) == 0;

    private static void Replace(List<byte> bytes, Range range, byte[] by)
    {
        (int at, int length) = range.GetOffsetAndLength(bytes.Count);
        bytes.RemoveRange(at, length);
        bytes.InsertRange(at, by);
    }

    private static void Swap(List<byte> bytes, Range one, Range another)
    {
        (Range first, Range second) = one.Start.Value <= another.Start.Value ? (one, another) : (another, one);
        if (first.End.Value > second.Start.Value)
            return;
        byte[] early = [.. bytes[first]], late = [.. bytes[second]];
        Replace(bytes, second, early);
        Replace(bytes, first, late);
    }

    private static void Repeat(List<byte> bytes, Range range, int times) =>
        Insert(bytes, range.End.Value, [.. bytes[range]], times);

    private static void Insert(List<byte> bytes, int at, byte[] part, int times)
    {
        times = Math.Min(times, (Longest - bytes.Count) / Math.Max(part.Length, 1));
        if (times > 0)
            bytes.InsertRange(at, Enumerable.Repeat(part, times).SelectMany(copy => copy).ToArray());
    }

    /// <summary>Adds ever more entries, all of them different, as columns and lists have.</summary>
    private static void Count(List<byte> bytes, int at, int count)
    {
        var entries = new StringBuilder();
        for (int entry = 0; entry < count && entries.Length < Longest - bytes.Count; entry++)
            entries.Append(',').Append(entry);
        bytes.InsertRange(at, Encoding.UTF8.GetBytes(entries.ToString()));
    }
}
