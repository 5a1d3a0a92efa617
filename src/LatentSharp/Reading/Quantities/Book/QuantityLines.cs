using LatentSharp.Words;

namespace LatentSharp.Reading.Quantities.Book;

/// <summary>The lines of one quantity, as they are written.</summary>
internal sealed class QuantityLines(Quantity quantity)
{
    private readonly List<QuantityLine> lines = [];

    /// <summary>What was written.</summary>
    public IReadOnlyList<QuantityLine> Written => lines;

    /// <summary>The quantity's own line, read as it is declared, and what the value's own figures add.</summary>
    public void Value(string value, string more = "") => Line(value, quantity.HowToRead + more);

    /// <summary>The quantity's own line, read as it is declared, and what the value's own figures add.</summary>
    public void Value(Estimate value, string more = "") => Value(Figures.Of(value), more);

    /// <summary>A line of the quantity in words of its own.</summary>
    public void Line(string value, string reading) =>
        lines.Add(new QuantityLine(quantity.Key, IsPart: false, value, reading));

    /// <summary>A part of the quantity above.</summary>
    public void Part(string name, string value, string reading) =>
        lines.Add(new QuantityLine(name, IsPart: true, value, reading));

    /// <summary>A part of the quantity above, or what it needs.</summary>
    public void Part<T>(string name, Measured<T> part, Func<T, Estimate> value, Func<T, string> reading)
        where T : class
    {
        if (part.IsMeasured)
            Part(name, Figures.Of(value(part.Value)), reading(part.Value));
        else
            lines.Add(new QuantityLine(name, IsPart: true, null, $"needs {part.Needs}"));
    }

    /// <summary>The lines of a value, or what it needs.</summary>
    public void Measured<T>(Measured<T> value, Action<QuantityLines, T> write)
        where T : class
    {
        if (value.IsMeasured)
            write(this, value.Value);
        else
            lines.Add(new QuantityLine(quantity.Key, IsPart: false, null, $"needs {value.Needs}"));
    }
}
