using System.Text.Unicode;

namespace LatentSharp.Data.Formats;

/// <summary>
/// Text, told from other bytes by its lack of control characters, and what kind of it. Bytes that are not UTF-8 may be
/// text of another encoding; the reader of tables names the line that they stand on.
/// </summary>
internal static class TextContent
{
    private const string SetApart = "separate the fields by commas, and put a header line first";

    /// <summary>The kind of text; null where the bytes are none.</summary>
    public static FileContent? Of(ReadOnlySpan<byte> start)
    {
        if (IsWide(start))
            return FileContent.Other("the content is text in UTF-16 or UTF-32", "save it as UTF-8");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            start = start[3..];
        if (!IsText(start))
            return null;
        ReadOnlySpan<byte> header = FirstLine(start);
        if (header.TrimStart((byte)' ') is [(byte)'{' or (byte)'[', ..])
            return FileContent.Other("the content is JSON", "write its rows as a CSV file with a header line");
        if (header.TrimStart((byte)' ') is [(byte)'<', ..])
            return FileContent.Other("the content is XML or HTML", "write its rows as a CSV file with a header line");
        // A quoted name may hold line breaks: then the comma is on a later line.
        if (header.Contains((byte)',') || header.Contains((byte)'"') && start.Contains((byte)','))
            return new FileContent(ContentKind.Table, "the content is a table", "give it as it is");
        return header.Contains((byte)';') ? Fields("semicolons")
            : header.Contains((byte)'\t') ? Fields("tabs")
            : FileContent.Other("the content is text without a comma in its first line", SetApart);
    }

    private static FileContent Fields(string separators) =>
        FileContent.Other($"the content is a table whose fields are separated by {separators}", SetApart);

    // By its mark, or because every second byte of Western text is 0.
    private static bool IsWide(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..])
            return true;
        int pairs = start.Length / 2, even = 0, odd = 0;
        for (int i = 0; i < 2 * pairs; i += 2)
        {
            even += start[i] == 0 && IsPlain(start[i + 1]) ? 1 : 0;
            odd += start[i + 1] == 0 && IsPlain(start[i]) ? 1 : 0;
        }

        return pairs >= 4 && Math.Max(even, odd) >= 0.9 * pairs;
    }

    // A stray control character is for the reader to name; one in the first line is no header's.
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        int control = 0, plain = 0;
        foreach (byte value in start)
        {
            control += IsControl(value) ? 1 : 0;
            plain += IsPlain(value) ? 1 : 0;
        }

        ReadOnlySpan<byte> header = FirstLine(start);
        foreach (byte value in header)
        {
            if (IsControl(value))
                return false;
        }

        return start.Length > 0 && 100L * control <= start.Length && (2 * plain >= start.Length || IsUtf8(start));
    }

    // The sample may end within a character, which has at most four bytes.
    private static bool IsUtf8(ReadOnlySpan<byte> start)
    {
        for (int cut = 0; cut < 4 && cut < start.Length; cut++)
        {
            if (Utf8.IsValid(start[..^cut]))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> start)
    {
        int end = start.IndexOfAny((byte)'\n', (byte)'\r');
        return end < 0 ? start : start[..end];
    }

    private static bool IsControl(byte value) =>
        value is < 0x20 or 0x7F && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r');

    private static bool IsPlain(byte value) =>
        value is >= 0x20 and < 0x7F or (byte)'\t' or (byte)'\n' or (byte)'\r';
}
