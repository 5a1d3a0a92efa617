namespace LatentSharp.Reports;

/// <summary>Words made for a terminal, as a page sets them.</summary>
internal static class HtmlText
{
    /// <summary>The sign before an error bar as one character.</summary>
    public static string Of(string text) => text.Replace(" +- ", " \u00B1 ", StringComparison.Ordinal);
}
