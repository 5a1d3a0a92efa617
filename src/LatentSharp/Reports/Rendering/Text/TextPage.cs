using System.Text;
using LatentSharp.Reports.Documents;

namespace LatentSharp.Reports.Rendering.Text;

/// <summary>How a piece of text stands out on a terminal; its number is the terminal's (ECMA-48, SGR).</summary>
internal enum TextStyle
{
    Plain = 0,
    Bold = 1,
    Faint = 2,
    Red = 31,
    Yellow = 33,
    Cyan = 36,
}

/// <summary>Text broken into lines of at most a given width, with colour only where it is asked for.</summary>
/// <param name="width">Characters to a line; words that are longer stand alone.</param>
/// <param name="colour">Whether to write escape sequences.</param>
internal sealed class TextPage(int width, bool colour)
{
    private readonly StringBuilder text = new();

    /// <summary>Characters to a line.</summary>
    public int Width => width;

    /// <summary>Ends a paragraph.</summary>
    public void Blank() => text.Append('\n');

    /// <summary>Writes a line as it is, blanks included.</summary>
    public void WriteLine(string line, TextStyle style = TextStyle.Plain) =>
        text.Append(Styled(Spelling.Harmless(line).TrimEnd(), style)).Append('\n');

    /// <summary>
    /// Writes words, the first line after <paramref name="lead"/> and the others below its end or at an indent.
    /// </summary>
    /// <param name="lead">What the first line begins with, spaces included; it is not broken.</param>
    /// <param name="words">The text.</param>
    /// <param name="style">How the text stands out.</param>
    /// <param name="leadStyle">How the lead stands out.</param>
    /// <param name="indent">Where further lines begin; by default below the end of the lead.</param>
    public void Write(
        string lead,
        string words,
        TextStyle style = TextStyle.Plain,
        TextStyle leadStyle = TextStyle.Plain,
        int? indent = null)
    {
        lead = Spelling.Harmless(lead);
        int column = lead.Length;
        int below = indent ?? column;
        int blanks = lead.Length - lead.TrimStart().Length;
        text.Append(' ', blanks).Append(Styled(lead[blanks..], leadStyle));
        var line = new StringBuilder();
        // A value stays with its error.
        string glued = Spelling.Harmless(words).Replace(" +- ", "\u00A0+-\u00A0", StringComparison.Ordinal);
        foreach (
            string word in glued
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Replace('\u00A0', ' ')))
        {
            if (line.Length > 0 && column + line.Length + 1 + word.Length > width)
            {
                text.Append(Styled(line.ToString(), style)).Append('\n').Append(' ', below);
                line.Clear();
                column = below;
            }

            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
        }

        text.Append(Styled(line.ToString(), style));
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        text.Append('\n');
    }

    /// <summary>The page, lines ended by line feeds.</summary>
    public override string ToString() => text.ToString();

    private string Styled(string part, TextStyle style) =>
        colour && style != TextStyle.Plain && part.Length > 0 ? $"\u001b[{(int)style}m{part}\u001b[0m" : part;
}
