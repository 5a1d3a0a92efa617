using System.Buffers.Binary;
using System.IO.Compression;
using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Data.Formats.Idx;

/// <summary>
/// An array in the IDX format of the MNIST files: two zero bytes, the code of the type, the rank, a big-endian uint32
/// for each extent, and the values in row-major order, big-endian; plain or in gzip.
/// </summary>
internal sealed class IdxFile
{
    private readonly byte[] bytes;

    private IdxFile(string name, ElementType element, int[] extents, byte[] bytes)
    {
        (Name, Element, Extents) = (name, element, extents);
        this.bytes = bytes;
    }

    /// <summary>The file's path, as errors name it.</summary>
    public string Name { get; }

    /// <summary>The type of the values.</summary>
    public ElementType Element { get; }

    /// <summary>[examples] for labels, [examples, height, width] for images.</summary>
    public IReadOnlyList<int> Extents { get; }

    /// <summary>How many values there are.</summary>
    public int Count => bytes.Length / Element.Size;

    /// <summary>Copies values from a place on, in row-major order.</summary>
    public void Read(int first, Span<double> destination)
    {
        Span<byte> source = bytes.AsSpan(first * Element.Size, destination.Length * Element.Size);
        // Turned around in place: the bytes stay as the file has them.
        _ = Widening.Widen(Element, Element.BigEndian ? source.ToArray() : source, destination);
    }

    /// <summary>Reads a file; gzip is recognised by its first two bytes, not by the file's name.</summary>
    /// <exception cref="DataException">
    /// The file is not there or not whole, or is no IDX file of one or three extents.
    /// </exception>
    public static IdxFile Read(string path)
    {
        using FileStream file = DataFile.Open(path);
        return Read(file, path);
    }

    /// <summary>Reads the array from a seekable stream.</summary>
    internal static IdxFile Read(Stream file, string name)
    {
        Span<byte> start = stackalloc byte[2];
        bool compressed = Fill(file, start) == 2 && start is [0x1F, 0x8B];
        file.Position = 0;
        if (!compressed)
            return new Reading(file, name, within: "").Read(file.Length);
        try
        {
            // A few bytes may unpack to millions that the header does not promise, or promise millions that they do not
            // unpack to. They are counted before memory is asked for.
            long length = Unpacking(file, name, reading => reading.Measure());
            return Unpacking(file, name, reading => reading.Read(length));
        }
        catch (InvalidDataException error)
        {
            throw DataException.AtByte(
                name,
                file.Position,
                $"the gzip stream is damaged or cut short ({error.Message}); fetch the file again.",
                error);
        }
    }

    private static T Unpacking<T>(Stream file, string name, Func<Reading, T> pass)
    {
        file.Position = 0;
        using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        return pass(new Reading(content, name, within: " of the decompressed content"));
    }

    private static int Fill(Stream stream, Span<byte> destination) =>
        stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);

    /// <summary>One pass over the content.</summary>
    private sealed class Reading(Stream content, string name, string within)
    {
        private const int CountedAtOnce = 1 << 16;

        /// <summary>The content's length, or some larger one than its header declares.</summary>
        public long Measure()
        {
            (ElementType element, int[] extents, long missing) = ReadHeader();
            missing *= element.Size;
            long length = HeaderLength(extents);
            byte[] buffer = new byte[CountedAtOnce];
            for (int read = 1; missing >= 0 && read > 0; missing -= read)
            {
                read = content.Read(buffer);
                length += read;
            }

            return length;
        }

        public IdxFile Read(long length)
        {
            (ElementType element, int[] extents, int declared) = ReadHeader();
            long found = length - HeaderLength(extents);
            if (found != (long)declared * element.Size)
                throw Mismatch(element, declared, found, extents);
            byte[] bytes = new byte[found];
            int filled = Fill(content, bytes);
            return filled == bytes.Length
                ? new IdxFile(name, element, extents, bytes)
                : throw Mismatch(element, declared, filled, extents);
        }

        private static int HeaderLength(int[] extents) => sizeof(uint) * (extents.Length + 1);

        private static ElementType? TypeOf(byte code) =>
            code switch
            {
                0x08 => new ElementType(ElementKind.Unsigned, 1),
                0x09 => new ElementType(ElementKind.Signed, 1),
                0x0B => new ElementType(ElementKind.Signed, 2, BigEndian: true),
                0x0C => new ElementType(ElementKind.Signed, 4, BigEndian: true),
                0x0D => new ElementType(ElementKind.Float, 4, BigEndian: true),
                0x0E => new ElementType(ElementKind.Float, 8, BigEndian: true),
                _ => null,
            };

        private (ElementType Element, int[] Extents, int Declared) ReadHeader()
        {
            Span<byte> start = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(start, ReadWord(0));
            if (start is not [0, 0, var code, >= 1 and <= 16] || TypeOf(code) is not { } element)
                throw Error(
                    0,
                    "the file does not begin as an IDX array does, with two zero bytes, a type and a rank; expected " +
                        "images or labels in that format: write them anew.");
            int[] extents = new int[start[3]];
            UInt128 declared = 1;
            for (int axis = 0; axis < extents.Length; axis++)
            {
                int offset = sizeof(uint) * (axis + 1);
                uint extent = ReadWord(offset);
                if (extent > int.MaxValue)
                    throw Error(
                        offset,
                        $"extent {axis} is {extent}; expected at most {int.MaxValue}: the header is damaged.");
                extents[axis] = (int)extent;
                // Beyond any array the product says no more, and that of 16 extents would overflow.
                if (declared <= (UInt128)Array.MaxLength || extent == 0)
                    declared *= extent;
            }

            if (extents.Length is not (1 or 3))
                throw Error(
                    0,
                    $"this is an array of {element} with the extents {Shape(extents)}; expected images, examples x " +
                        $"height x width, or labels, examples: {Remedy(extents)} and write the file anew.");
            if (declared * (UInt128)element.Size > (UInt128)Array.MaxLength)
                throw Error(
                    4,
                    $"the header declares {Shape(extents)} values of {element.Size} {Bytes(element)}; expected at " +
                        $"most {Array.MaxLength} bytes: the header is damaged, or the file must be cut into parts.");
            return (element, extents, (int)declared);
        }

        private static string Remedy(int[] extents) =>
            extents switch
            {
                [_, _] => "give each row the height and width of its image",
                [_, _, _, 1] => "drop the last axis",
                [_, _, _, 3 or 4] => "make the colours grey, such as by their mean over the last axis,",
                [_, 1 or 3 or 4, _, _] => "make the colours grey, such as by their mean over the second axis,",
                _ => "bring it into one of these shapes",
            };

        private static string Bytes(ElementType element) => element.Size == 1 ? "byte" : "bytes";

        private static string Shape(int[] extents) => string.Join(" x ", extents);

        private uint ReadWord(int offset)
        {
            Span<byte> word = stackalloc byte[sizeof(uint)];
            int found = Fill(content, word);
            return found == word.Length
                ? BinaryPrimitives.ReadUInt32BigEndian(word)
                : throw Error(offset + found, "the file ends within its header; fetch it again.");
        }

        private DataException Mismatch(ElementType element, int declared, long found, int[] extents)
        {
            long expected = (long)declared * element.Size;
            return found < expected
                ? Error(
                    HeaderLength(extents) + found,
                    $"the file ends after {found / element.Size} of the {declared} values that its header declares " +
                        $"({Shape(extents)}); it is cut short: fetch it again.")
                : Error(
                    HeaderLength(extents) + expected,
                    $"more bytes follow the {declared} values that the header declares ({Shape(extents)}); " +
                        "expected the end of the file: remove them, or correct the header.");
        }

        private DataException Error(long offset, string problem) =>
            new($"{name}: byte {offset}{within}: {problem}");
    }
}
