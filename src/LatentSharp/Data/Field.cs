using LatentSharp.Words;

namespace LatentSharp.Data;

/// <summary>What the elements of a field are.</summary>
public enum FieldKind
{
    /// <summary>One number with a name, as a column of a table has.</summary>
    Column,

    /// <summary>Several numbers that have one name together.</summary>
    Numbers,

    /// <summary>A class, one-hot: an element for each.</summary>
    Classes,

    /// <summary>Pixels of an image, all of it or some.</summary>
    Image,
}

/// <summary>
/// A named part of x or y: what some neighbouring columns of a data set's tensor are. The name is that of a column, or
/// of what the elements have in common.
/// </summary>
public sealed record Field
{
    private Field(string name, FieldKind kind, int width) => (Name, Kind, Width) = (name, kind, width);

    /// <summary>The name; parts of one image, in x and in y, have the same.</summary>
    public string Name { get; }

    /// <summary>What the elements are.</summary>
    public FieldKind Kind { get; }

    /// <summary>How many elements, and so columns of the tensor, the field has.</summary>
    public int Width { get; }

    /// <summary>The first of its columns, counted from 0; 0 for a field that is not yet among others.</summary>
    public int Start { get; internal init; }

    /// <summary>The names of the classes, [width]; null where the elements are none.</summary>
    public IReadOnlyList<string>? Classes { get; private init; }

    /// <summary>Where the elements lie in an image; null where they are no pixels.</summary>
    public PixelLayout? Pixels { get; private init; }

    /// <summary>A number with a name.</summary>
    public static Field Column(string name) => new(name, FieldKind.Column, 1);

    /// <summary>Several numbers under one name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public static Field Numbers(string name, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return new Field(name, FieldKind.Numbers, width);
    }

    /// <summary>A class, one-hot.</summary>
    /// <param name="name">What is classified.</param>
    /// <param name="classes">The name of each class, in the order of the elements, at least one.</param>
    /// <exception cref="ArgumentException">There are no classes.</exception>
    public static Field OneHot(string name, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return classes.Count > 0
            ? new Field(name, FieldKind.Classes, classes.Count) { Classes = [.. classes] }
            : throw new ArgumentException($"Field: {name} has no classes; give at least one.", nameof(classes));
    }

    /// <summary>Pixels of an image.</summary>
    public static Field Image(string name, PixelLayout pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        return new Field(name, FieldKind.Image, pixels.Indices.Count) { Pixels = pixels };
    }

    /// <summary>
    /// What an element is called, such as <c>height</c>, <c>kind = b</c> or <c>image row 2, column 5</c>.
    /// </summary>
    /// <param name="element">The element's place within the field, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The field has no such element.</exception>
    public string ElementName(int element)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(element);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(element, Width);
        string name = OneLine.Of(Name);
        int pixel = Pixels?.Indices[element] ?? 0;
        return Kind switch
        {
            FieldKind.Column => name,
            FieldKind.Classes => $"{name} = {OneLine.Of(Classes![element])}",
            FieldKind.Image => $"{name} row {pixel / Pixels!.Width}, column {pixel % Pixels.Width}",
            _ => $"{name} {element}",
        };
    }
}
