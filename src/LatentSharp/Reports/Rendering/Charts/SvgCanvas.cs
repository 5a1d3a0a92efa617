using System.Globalization;
using System.Text;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>
/// An SVG picture inside a page. Colours and strokes come from the page's style sheet by class, so that it follows the
/// reader's light or dark scheme; its title and description are what a screen reader says.
/// </summary>
internal sealed class SvgCanvas : IDisposable
{
    private readonly MarkupWriter page;

    /// <summary>Opens a picture; disposing closes it.</summary>
    /// <param name="page">Where it is written.</param>
    /// <param name="id">Its name on the page, unique there.</param>
    /// <param name="width">Units across.</param>
    /// <param name="height">Units down.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What is to be seen in it, in words and numbers.</param>
    public SvgCanvas(MarkupWriter page, string id, double width, double height, string title, string description)
    {
        this.page = page;
        Id = id;
        page.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            ("role", "img"),
            ("aria-labelledby", $"{id}-title {id}-desc"));
        page.Element("title", HtmlText.Of(title), ("id", $"{id}-title"));
        page.Element("desc", HtmlText.Of(description), ("id", $"{id}-desc"));
    }

    /// <summary>The picture's name on the page.</summary>
    public string Id { get; }

    /// <inheritdoc/>
    public void Dispose() => page.Close();

    /// <summary>A straight line.</summary>
    public void Line(string style, double x1, double y1, double x2, double y2) =>
        page.Empty(
            "line",
            ("class", style),
            ("x1", Number(x1)),
            ("y1", Number(y1)),
            ("x2", Number(x2)),
            ("y2", Number(y2)));

    /// <summary>A filled rectangle, given by any two opposite corners.</summary>
    public void Rectangle(string style, double x1, double y1, double x2, double y2) =>
        page.Empty(
            "rect", ("class", style), ("x", Number(Math.Min(x1, x2))), ("y", Number(Math.Min(y1, y2))),
            ("width", Number(Math.Abs(x2 - x1))), ("height", Number(Math.Abs(y2 - y1))));

    /// <summary>A disc or ring.</summary>
    public void Circle(string style, double x, double y, double radius) =>
        page.Empty("circle", ("class", style), ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)));

    /// <summary>A path, as <see cref="SvgPath"/> writes it.</summary>
    public void Path(string style, SvgPath path) => page.Empty("path", ("class", style), ("d", path.ToString()));

    /// <summary>A text; <paramref name="style"/> says where it is anchored.</summary>
    public void Text(string style, double x, double y, string text) =>
        page.Element("text", HtmlText.Of(text), ("class", style), ("x", Number(x)), ("y", Number(y)));

    /// <summary>A text turned to run upwards.</summary>
    public void UpwardText(string style, double x, double y, string text) =>
        page.Element("text", text, ("class", style), ("transform", $"translate({Number(x)} {Number(y)}) rotate(-90)"));

    /// <summary>
    /// Defines a hatching, to tell areas apart without colour, and returns the fill that refers to it.
    /// </summary>
    public string Hatching(string style)
    {
        string id = $"{Id}-hatching";
        page.Open(
            "pattern",
            ("id", id),
            ("width", "5"),
            ("height", "5"),
            ("patternUnits", "userSpaceOnUse"),
            ("patternTransform", "rotate(45)"));
        page.Empty("line", ("class", style), ("x1", "0"), ("y1", "0"), ("x2", "0"), ("y2", "5"));
        page.Close();
        return $"url(#{id})";
    }

    /// <summary>A path filled with a hatching.</summary>
    public void HatchedPath(string style, string fill, SvgPath path) =>
        page.Empty("path", ("class", style), ("fill", fill), ("d", path.ToString()));

    /// <summary>A coordinate: a hundredth of a unit is finer than any screen.</summary>
    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>Lines and boxes as one path: thousands of them weigh little.</summary>
internal sealed class SvgPath
{
    private readonly StringBuilder path = new();

    /// <summary>Begins a line.</summary>
    public void MoveTo(double x, double y) => Append('M', x, y);

    /// <summary>Continues it.</summary>
    public void LineTo(double x, double y) => Append('L', x, y);

    /// <summary>Adds a box, given by two opposite corners.</summary>
    public void Box(double x1, double y1, double x2, double y2)
    {
        Append('M', x1, y1);
        path.Append('H')
            .Append(SvgCanvas.Number(x2))
            .Append('V')
            .Append(SvgCanvas.Number(y2))
            .Append('H')
            .Append(SvgCanvas.Number(x1))
            .Append('Z');
    }

    /// <inheritdoc/>
    public override string ToString() => path.ToString();

    private void Append(char command, double x, double y) =>
        path.Append(command).Append(SvgCanvas.Number(x)).Append(' ').Append(SvgCanvas.Number(y));
}
