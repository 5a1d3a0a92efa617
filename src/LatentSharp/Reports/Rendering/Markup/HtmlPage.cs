namespace LatentSharp.Reports.Rendering.Markup;

/// <summary>A page that is one file: its style is inside, its pictures are inside, and it asks for nothing.</summary>
internal static class HtmlPage
{
    /// <summary>Renders a page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="header">Writes what stands above the main part.</param>
    /// <param name="main">Writes the main part.</param>
    /// <param name="footer">Writes what stands below it; null for nothing.</param>
    public static string Render(
        string title,
        Action<MarkupWriter> header,
        Action<MarkupWriter> main,
        Action<MarkupWriter>? footer = null)
    {
        var page = new MarkupWriter();
        page.Raw("<!DOCTYPE html>\n");
        page.Open("html", ("lang", "en"));
        page.Open("head");
        page.Empty("meta", ("charset", "utf-8"));
        page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.Empty(
            "meta",
            ("http-equiv", "Content-Security-Policy"),
            ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
        page.Element("title", title);
        page.Open("style");
        page.Raw(Stylesheet.Text);
        page.Close();
        page.Close();
        page.Open("body");
        page.Open("header");
        header(page);
        page.Close();
        page.Open("main");
        main(page);
        page.Close();
        if (footer is not null)
        {
            page.Open("footer");
            footer(page);
            page.Close();
        }

        page.Close();
        page.Close();
        return page.ToString();
    }

    /// <summary>
    /// Opens a table that scrolls by itself where it is wider than the page; <see cref="CloseTable"/> closes it.
    /// </summary>
    public static void OpenTable(MarkupWriter page, string caption, string? style, params ReadOnlySpan<string> columns)
    {
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption));
        page.Open("table", ("class", style));
        page.Element("caption", caption);
        page.Open("thead");
        page.Open("tr");
        foreach (string column in columns)
            page.Element("th", column, ("scope", "col"));
        page.Close();
        page.Close();
        page.Open("tbody");
    }

    /// <summary>Writes a table of numbers; the first cell of each row names it.</summary>
    public static void WriteTable(
        MarkupWriter page,
        string caption,
        IReadOnlyList<string> columns,
        IReadOnlyList<IReadOnlyList<string>> rows)
    {
        OpenTable(page, caption, "numbers", [.. columns]);
        foreach (IReadOnlyList<string> row in rows)
        {
            page.Open("tr");
            page.Element("th", row[0], ("scope", "row"));
            foreach (string cell in row.Skip(1))
                page.Element("td", HtmlText.Of(cell));
            page.Close();
        }

        CloseTable(page);
    }

    /// <summary>Closes a table.</summary>
    public static void CloseTable(MarkupWriter page)
    {
        page.Close();
        page.Close();
        page.Close();
    }
}
