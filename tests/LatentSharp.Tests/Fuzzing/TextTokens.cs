namespace LatentSharp.Tests.Fuzzing;

/// <summary>
/// Where the tokens and lines of a text lie. A token is a quoted text, a word or number, or one other character.
/// </summary>
internal static class TextTokens
{
    /// <summary>The token at a place, or, within a quoted text, what stands between its quotes and spaces.</summary>
    public static Range At(List<byte> text, int at)
    {
        if (text[at] == '"')
            return at..(
                Find(text, at + 1, b => b is (byte)'"' or (byte)'\n') is var close && close < text.Count
                    ? close + 1
                    : close);
        if (!IsWord(text[at]))
            return at..(at + 1);
        int start = at;
        while (start > 0 && IsWord(text[start - 1]))
            start--;
        return start..Find(text, at, b => !IsWord(b));
    }

    /// <summary>The line at a place, with its end.</summary>
    public static Range LineAt(List<byte> text, int at)
    {
        int start = at == 0 ? 0 : text.LastIndexOf((byte)'\n', at - 1) + 1;
        return start..Math.Min(Find(text, at, b => b == '\n') + 1, text.Count);
    }

    /// <summary>The first number at or after a place; empty at the end of a text without one.</summary>
    public static Range NumberFrom(List<byte> text, int at)
    {
        int start = Find(text, at, b => b is >= (byte)'0' and <= (byte)'9' or (byte)'-');
        return start..Find(text, start, b => !IsWord(b));
    }

    /// <summary>
    /// The content of the first quoted text that opens at or after a place; empty at the end where none does.
    /// </summary>
    public static Range WithinQuotes(List<byte> text, int at)
    {
        // Counted from the start of the line, so that a closing quote is not taken for an opening one.
        int open = Find(text, LineAt(text, at).Start.Value, b => b == '"');
        int close = Find(text, open + 1, b => b == '"');
        while (close < at)
        {
            open = Find(text, close + 1, b => b == '"');
            close = Find(text, open + 1, b => b == '"');
        }

        return Math.Min(open + 1, text.Count)..close;
    }

    private static int Find(List<byte> text, int from, Predicate<byte> match) =>
        from < text.Count && text.FindIndex(from, match) is >= 0 and var found ? found : text.Count;

    private static bool IsWord(byte b) =>
        b is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'+' || char.IsAsciiLetterOrDigit((char)b);
}
