using System.Globalization;
using System.Text;
using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Numpy;

/// <summary>
/// Parses the header of a .npy file, which is a dictionary as Python writes it:
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (10, 3), }</c>. Only what such a header can hold is
/// understood: texts without escapes, True, False, and tuples of whole numbers.
/// </summary>
/// <param name="text">The header, padded with spaces and a line feed.</param>
/// <param name="place">The file, named in errors.</param>
/// <param name="start">Where in the file the header starts.</param>
internal ref struct NpyLiteral(ReadOnlySpan<byte> text, string place, int start)
{
    // NumPy's own limit.
    private const int MostAxes = 64;

    private readonly ReadOnlySpan<byte> text = text;
    private int position;

    /// <summary>The element type's code, such as <c>&lt;f4</c>.</summary>
    public string? Descr { get; private set; }

    /// <summary>Whether the first index runs fastest.</summary>
    public bool? FortranOrder { get; private set; }

    /// <summary>The extents.</summary>
    public List<long>? Shape { get; private set; }

    /// <summary>Parses the whole header.</summary>
    /// <exception cref="DataException">It is something else than a dictionary of the three keys.</exception>
    public void Parse()
    {
        Expect('{');
        while (!Take('}'))
        {
            int at = Skip();
            string key = ReadText("a key in quotes");
            Expect(':');
            switch (key)
            {
                case "descr" when Descr is null:
                    Descr = ReadDescr();
                    break;
                case "fortran_order" when FortranOrder is null:
                    FortranOrder = ReadBoolean();
                    break;
                case "shape" when Shape is null:
                    Shape = ReadShape();
                    break;
                case "descr" or "fortran_order" or "shape":
                    throw Error(at, $"the header has the key '{key}' twice; expected it once: save the array again.");
                default:
                    throw Error(
                        at,
                        $"the header has the key {OneLine.Excerpt(key)}; expected descr, fortran_order and "
                            + "shape: save the array again.");
            }

            if (!Take(','))
            {
                Expect('}');
                break;
            }
        }

        if (Skip() != text.Length)
            throw Unexpected("nothing but white space after the '}'");
        if (Descr is null || FortranOrder is null || Shape is null)
            throw Error(
                0,
                $"the header has no {(Descr is null ? "descr" : Shape is null ? "shape" : "fortran_order")}; expected "
                    + "descr, fortran_order and shape: save the array again.");
    }

    private string ReadDescr()
    {
        int at = Skip();
        return at < text.Length && text[at] is (byte)'[' or (byte)'('
            ? throw Error(
                at,
                "the elements are structured (several fields each); expected numbers: save each field as an array "
                    + "of its own.")
            : ReadText("the type in quotes, such as '<f4'");
    }

    private string ReadText(string expected)
    {
        int at = Skip();
        if (at == text.Length || text[at] is not ((byte)'\'' or (byte)'"'))
            throw Unexpected(expected);
        int length = text[(at + 1)..].IndexOf(text[at]);
        ReadOnlySpan<byte> content = length < 0 ? default : text.Slice(at + 1, length);
        if (length < 0 || content.ContainsAnyExceptInRange((byte)' ', (byte)'~') || content.Contains((byte)'\\'))
            throw Error(
                at,
                "the header holds a text without an end, or with a character that a type's name does not have; save "
                    + "the array again.");
        position = at + length + 2;
        return Encoding.ASCII.GetString(content);
    }

    private bool ReadBoolean()
    {
        int at = Skip();
        bool value = text[at..].StartsWith("True"u8);
        if (!value && !text[at..].StartsWith("False"u8))
            throw Unexpected("True or False");
        position = at + (value ? 4 : 5);
        return value;
    }

    private List<long> ReadShape()
    {
        int at = Skip();
        Expect('(');
        List<long> shape = [];
        while (!Take(')'))
        {
            if (shape.Count == MostAxes)
                throw Error(
                    at,
                    $"the shape has more than {MostAxes} axes; expected at most {MostAxes}: the header is damaged.");
            shape.Add(ReadExtent());
            if (Take(','))
                continue;
            // In Python (3) is a number and (3,) a tuple.
            if (shape.Count == 1)
                throw Unexpected("',' after the only extent of a shape");
            Expect(')');
            break;
        }

        return shape;
    }

    private long ReadExtent()
    {
        int at = Skip(), end = at;
        while (end < text.Length && char.IsAsciiDigit((char)text[end]))
            end++;
        if (end == at)
            throw Unexpected("an extent, a whole number from 0 on");
        if (!long.TryParse(text[at..end], NumberStyles.None, CultureInfo.InvariantCulture, out long extent))
            throw Error(at, $"an extent of the shape is larger than {long.MaxValue}; the header is damaged.");
        position = end;
        return extent;
    }

    private bool Take(char expected)
    {
        int at = Skip();
        if (at == text.Length || text[at] != expected)
            return false;
        position = at + 1;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
            throw Unexpected($"'{expected}'");
    }

    private int Skip()
    {
        while (position < text.Length && text[position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            position++;
        return position;
    }

    private DataException Unexpected(string expected)
    {
        int at = Skip();
        string found = at == text.Length ? "the header's end"
            : text[at] is >= 0x20 and < 0x7F ? $"'{(char)text[at]}'"
            : $"the byte 0x{text[at]:X2}";
        return Error(at, $"the header has {found}; expected {expected}: save the array again.");
    }

    private readonly DataException Error(int at, string problem) => DataException.AtByte(place, start + at, problem);
}
