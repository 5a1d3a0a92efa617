using System.Globalization;
using System.Text;

namespace LatentSharp.Words;

/// <summary>Messages as one line, whatever the file or command line holds that they quote.</summary>
internal static class OneLine
{
    private const int LongestExcerpt = 40;

    /// <summary>The message with its control characters escaped.</summary>
    public static string Of(string message)
    {
        var line = new StringBuilder(message.Length);
        foreach (char c in message)
        {
            // U+2028 and U+2029 end a line too, and other control characters can steer a terminal.
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                line.Append(c);
        }

        return line.ToString();
    }

    /// <summary>A piece of a file or command line as an error shows it: in quotes and cut short.</summary>
    public static string Excerpt(ReadOnlySpan<char> text) =>
        text.Length <= LongestExcerpt ? $"'{text}'" : $"'{text[..LongestExcerpt]}...'";
}
