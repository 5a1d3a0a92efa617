namespace LatentSharp.Reports.Rendering.Markup;

/// <summary>Words made for a terminal, as a page sets them.</summary>
internal static class HtmlText
{
    /// <summary>The sign before an error bar as one character, which stays with its numbers.</summary>
    public static string Of(string text) => text.Replace(" +- ", "\u00A0\u00B1\u00A0", StringComparison.Ordinal);
}
