using System.Globalization;
using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Numpy;

/// <summary>Element types by NumPy's codes: byte order, kind and size.</summary>
internal static class NpyType
{
    private const string Accepted = "float16, float32, float64, integers, bool or text";

    // Four bytes for each: what is longer is no name of a class.
    private const int MostCharacters = 1 << 16;

    /// <summary>The type of a code such as <c>&lt;f4</c>.</summary>
    /// <exception cref="DataException">The code is of no number that is read.</exception>
    public static ElementType Parse(string descr, string place, long offset)
    {
        if (descr is ['<' or '>' or '|', var kind, .. var digits]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            && Known(kind, size) is { } element)
        {
            bool oneByte = element.Size == 1 || element.Kind == ElementKind.Bytes;
            if (oneByte || descr[0] != '|')
                return element with { BigEndian = !oneByte && descr[0] == '>' };
        }

        throw DataException.AtByte(
            place,
            offset,
            descr is [_, 'O', ..] or ['O', ..]
                ? $"the elements are Python objects ('{descr}'), which are pickled and never loaded; save numbers: "
                    + $"{Accepted}."
                : $"the elements are of type {OneLine.Excerpt(descr)}; expected {Accepted}: convert the array before "
                    + "saving it."
        );
    }

    private static ElementType? Known(char kind, int size) => (kind, size) switch
    {
        ('f', 2 or 4 or 8) => new ElementType(ElementKind.Float, size),
        ('i', 1 or 2 or 4 or 8) => new ElementType(ElementKind.Signed, size),
        ('u', 1 or 2 or 4 or 8) => new ElementType(ElementKind.Unsigned, size),
        ('b', 1) => new ElementType(ElementKind.Boolean, size),
        ('U', >= 1 and <= MostCharacters) => new ElementType(ElementKind.Text, 4 * size),
        ('S', >= 1 and <= MostCharacters) => new ElementType(ElementKind.Bytes, size),
        _ => null,
    };
}
