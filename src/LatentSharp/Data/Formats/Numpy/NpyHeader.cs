using System.Buffers.Binary;
using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Data.Formats.Numpy;

/// <summary>
/// What stands before the values of a .npy file (NumPy Enhancement Proposal 1): the magic bytes, a version, the
/// length of the header and the header itself. Pickled objects are never loaded.
/// </summary>
/// <param name="Element">The type of the elements.</param>
/// <param name="Shape">The extents; their product fits the content.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Length">Where the values start.</param>
internal sealed record NpyHeader(ElementType Element, IReadOnlyList<long> Shape, bool FortranOrder, int Length)
{
    // A header of numbers has some 100 bytes; NumPy itself asks for consent beyond 10,000.
    private const int LongestHeader = 65_536;
    private const int MagicLength = 8;

    /// <summary>Reads and checks a header.</summary>
    /// <param name="content">The file from its first byte on.</param>
    /// <param name="contentLength">The length of the whole content, values included.</param>
    /// <param name="place">The file, named in errors.</param>
    /// <exception cref="DataException">
    /// The header is damaged, declares elements that are no numbers, or declares more or fewer bytes than there are.
    /// </exception>
    public static NpyHeader Read(Stream content, long contentLength, string place)
    {
        Span<byte> prefix = stackalloc byte[MagicLength + sizeof(uint)];
        Fill(content, prefix[..MagicLength], 0, place);
        if (prefix[0] != 0x93 || !prefix[1..].StartsWith("NUMPY"u8))
            throw DataException.AtByte(
                place,
                0,
                "the content does not begin with the bytes of a .npy file; save the array with "
                    + "numpy.save or numpy.savez.");
        (byte major, byte minor) = (prefix[6], prefix[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw DataException.AtByte(
                place,
                6,
                $"the format is of version {major}.{minor}; expected 1.0, 2.0 or 3.0: save the " + "array again.");

        int lengthBytes = major == 1 ? sizeof(ushort) : sizeof(uint);
        Fill(content, prefix.Slice(MagicLength, lengthBytes), MagicLength, place);
        uint length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[MagicLength..])
            : BinaryPrimitives.ReadUInt32LittleEndian(prefix[MagicLength..]);
        if (length > LongestHeader)
            throw DataException.AtByte(
                place,
                MagicLength,
                $"the header's length is {length}; expected at most {LongestHeader}: " + "the file is damaged.");
        byte[] text = new byte[length];
        int start = MagicLength + lengthBytes;
        Fill(content, text, start, place);

        var literal = new NpyLiteral(text, place, start);
        literal.Parse();
        var header = new NpyHeader(
            NpyType.Parse(literal.Descr!, place, start),
            literal.Shape!,
            literal.FortranOrder!.Value,
            start + text.Length);
        header.CheckLength(contentLength, place);
        return header;
    }

    private static void Fill(Stream content, Span<byte> destination, int at, string place)
    {
        int found = content.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (found < destination.Length)
            throw DataException.AtByte(
                place,
                at + found,
                "the file ends within its header; it is cut short: copy or save it again.");
    }

    private void CheckLength(long contentLength, string place)
    {
        UInt128 declared = ArrayShape.Bytes(Shape, Element.Size);
        long found = contentLength - Length;
        string what = $"{Element} of shape {ArrayShape.Text(Shape)}";
        if (declared > (UInt128)found)
            throw DataException.AtByte(place, Length,
                $"{found} bytes of values follow the header, which declares {what}; expected " +
                $"{ArrayShape.BytesText(Shape, Element.Size)}: " +
                "the file is cut short, or its header is damaged.");
        if (declared < (UInt128)found)
            throw DataException.AtByte(
                place,
                Length + (long)declared,
                $"{found - (long)declared} bytes follow the values that the header declares ({what}); expected " +
                    "the end of the array: "
                    + "save it again.");
    }
}
