using System.Buffers.Binary;
using System.IO.Compression;

namespace LatentSharp.Data.Formats.Idx;

/// <summary>
/// An array of unsigned bytes in the IDX format of the MNIST files: a big-endian magic number (two zero bytes, the type
/// 0x08, the rank), a big-endian uint32 for each extent, and the values in row-major order; plain or in gzip.
/// </summary>
internal sealed class IdxFile
{
    private const uint LabelsMagic = 0x00000801, ImagesMagic = 0x00000803;

    private readonly byte[] values;

    private IdxFile(string name, int[] extents, byte[] values)
    {
        (Name, Extents) = (name, extents);
        this.values = values;
    }

    /// <summary>The file's path, as errors name it.</summary>
    public string Name { get; }

    /// <summary>[examples] for labels, [examples, height, width] for images.</summary>
    public IReadOnlyList<int> Extents { get; }

    /// <summary>The values in row-major order.</summary>
    public ReadOnlySpan<byte> Values => values;

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
            (int[] extents, long missing) = ReadHeader();
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
            (int[] extents, int declared) = ReadHeader();
            int headerLength = HeaderLength(extents);
            if (length - headerLength != declared)
                throw Mismatch(declared, length - headerLength, extents);
            byte[] values = new byte[declared];
            int filled = Fill(content, values);
            return filled == declared ? new IdxFile(name, extents, values) : throw Mismatch(declared, filled, extents);
        }

        private static int HeaderLength(int[] extents) => sizeof(uint) * (extents.Length + 1);

        private (int[] Extents, int Declared) ReadHeader()
        {
            uint magic = ReadWord(0);
            if (magic is not (LabelsMagic or ImagesMagic))
                throw Error(
                    0,
                    $"the magic number is 0x{magic:X8}; expected 0x{ImagesMagic:X8} (images) or " +
                        $"0x{LabelsMagic:X8} (labels): give an IDX "
                        + "file of unsigned bytes.");
            int[] extents = new int[magic & 0xFF];
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
                declared *= extent;
            }

            if (declared > (UInt128)Array.MaxLength)
                throw Error(
                    4,
                    $"the header declares {Shape(extents)} = {declared} values; expected at most " +
                        $"{Array.MaxLength}: the header is damaged, or the "
                        + "file must be cut into parts.");
            return (extents, (int)declared);
        }

        private static string Shape(int[] extents) => string.Join(" x ", extents);

        private uint ReadWord(int offset)
        {
            Span<byte> word = stackalloc byte[sizeof(uint)];
            int found = Fill(content, word);
            return found == word.Length
                ? BinaryPrimitives.ReadUInt32BigEndian(word)
                : throw Error(offset + found, "the file ends within its header; fetch it again.");
        }

        private DataException Mismatch(int declared, long found, int[] extents) =>
            found < declared
                ? Error(
                    HeaderLength(extents) + found,
                    $"the file ends after {found} of the {declared} values that its header declares " +
                        $"({Shape(extents)}); it is cut short: fetch it "
                        + "again.")
                : Error(
                    HeaderLength(extents) + (long)declared,
                    $"more bytes follow the {declared} values that the header declares ({Shape(extents)}); " +
                        "expected the end of the file: remove "
                        + "them, or correct the header.");

        private DataException Error(long offset, string problem) =>
            new($"{name}: byte {offset}{within}: {problem}");
    }
}
