using System.Text;
using LatentSharp.Reports.Documents;

namespace LatentSharp.Reports.Rendering.Markup;

/// <summary>
/// Writes elements that close in order; every text and attribute is escaped, so that no name can add an element.
/// </summary>
internal sealed class MarkupWriter
{
    private readonly StringBuilder markup = new();
    private readonly Stack<string> open = new();

    /// <summary>Opens an element. An attribute whose value is null is left out.</summary>
    public void Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        WriteTag(tag, attributes);
        markup.Append('>');
        open.Push(tag);
    }

    /// <summary>Closes the element opened last.</summary>
    public void Close() => markup.Append("</").Append(open.Pop()).Append(">\n");

    /// <summary>Writes an element that holds a text.</summary>
    public void Element(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        WriteTag(tag, attributes);
        markup.Append('>');
        Text(text);
        markup.Append("</").Append(tag).Append('>');
    }

    /// <summary>Writes an element without content.</summary>
    public void Empty(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        WriteTag(tag, attributes);
        markup.Append("/>\n");
    }

    /// <summary>Writes a text.</summary>
    public void Text(string text)
    {
        foreach (char c in Spelling.Harmless(text))
        {
            _ = c switch
            {
                '&' => markup.Append("&amp;"),
                '<' => markup.Append("&lt;"),
                '>' => markup.Append("&gt;"),
                '"' => markup.Append("&quot;"),
                '\'' => markup.Append("&#39;"),
                _ => markup.Append(c),
            };
        }
    }

    /// <summary>Writes markup of our own as it is.</summary>
    public void Raw(string own) => markup.Append(own);

    /// <summary>The markup.</summary>
    public override string ToString() => markup.ToString();

    private void WriteTag(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        markup.Append('<').Append(tag);
        foreach ((string name, string? value) in attributes)
        {
            if (value is null)
                continue;
            markup.Append(' ').Append(name).Append("=\"");
            Text(value);
            markup.Append('"');
        }
    }
}
