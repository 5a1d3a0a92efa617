using System.Buffers.Binary;
using System.IO.Compression;

namespace LatentSharp.Data;

/// <summary>
/// An array of unsigned bytes in the IDX format of the MNIST files: a big-endian magic number (two zero bytes, the type
/// 0x08, the rank), a big-endian uint32 for each extent, and the values in row-major order; plain or in gzip.
/// </summary>
public sealed class IdxFile
{
    private const uint LabelsMagic = 0x00000801, ImagesMagic = 0x00000803;
    private const int FirstAllocation = 1 << 20;

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
    /// <exception cref="DataException">The file is not there or not whole, or is no IDX file of one or three extents.</exception>
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
            return new Reading(file, name, file.Length).Read();
        try
        {
            using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            return new Reading(content, name, null).Read();
        }
        catch (InvalidDataException error)
        {
            throw DataException.AtByte(
                name, file.Position, $"the gzip stream is damaged or cut short ({error.Message}); fetch the file again.", error);
        }
    }

    private static int Fill(Stream stream, Span<byte> destination) =>
        stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);

    /// <summary>One pass over the content, whose length is known beforehand only when it is not compressed.</summary>
    private sealed class Reading(Stream content, string name, long? length)
    {
        private readonly string within = length is null ? " of the decompressed content" : "";

        public IdxFile Read()
        {
            uint magic = ReadWord(0);
            if (magic is not (LabelsMagic or ImagesMagic))
                throw Error(0,
                    $"the magic number is 0x{magic:X8}; expected 0x{ImagesMagic:X8} (images) or 0x{LabelsMagic:X8} (labels): give an IDX " +
                    "file of unsigned bytes.");
            int[] extents = new int[magic & 0xFF];
            UInt128 declared = 1;
            for (int axis = 0; axis < extents.Length; axis++)
            {
                int offset = sizeof(uint) * (axis + 1);
                uint extent = ReadWord(offset);
                if (extent > int.MaxValue)
                    throw Error(offset, $"extent {axis} is {extent}; expected at most {int.MaxValue}: the header is damaged.");
                extents[axis] = (int)extent;
                declared *= extent;
            }

            string shape = string.Join(" x ", extents);
            if (declared > (UInt128)Array.MaxLength)
                throw Error(4,
                    $"the header declares {shape} = {declared} values; expected at most {Array.MaxLength}: the header is damaged, or the " +
                    "file must be cut into parts.");
            return new IdxFile(name, extents, ReadValues((int)declared, sizeof(uint) * (extents.Length + 1), shape));
        }

        private byte[] ReadValues(int declared, int headerLength, string shape)
        {
            if (length is { } whole && whole - headerLength != declared)
                throw Mismatch(declared, whole - headerLength, headerLength, shape);

            // A compressed header may promise what its stream does not hold: memory grows only with what has come.
            byte[] values = new byte[length is null ? Math.Min(declared, FirstAllocation) : declared];
            int filled = Fill(content, values);
            while (filled == values.Length && filled < declared)
            {
                Array.Resize(ref values, (int)Math.Min(2L * values.Length, declared));
                filled += Fill(content, values.AsSpan(filled));
            }

            if (filled < declared)
                throw Mismatch(declared, filled, headerLength, shape);
            if (content.ReadByte() >= 0)
                throw Mismatch(declared, declared + 1L, headerLength, shape);
            return values;
        }

        private uint ReadWord(int offset)
        {
            Span<byte> word = stackalloc byte[sizeof(uint)];
            int found = Fill(content, word);
            return found == word.Length
                ? BinaryPrimitives.ReadUInt32BigEndian(word)
                : throw Error(offset + found, "the file ends within its header; fetch it again.");
        }

        private DataException Mismatch(int declared, long found, int headerLength, string shape) =>
            found < declared
                ? Error(headerLength + found,
                    $"the file ends after {found} of the {declared} values that its header declares ({shape}); it is cut short: fetch it " +
                    "again.")
                : Error(headerLength + (long)declared,
                    $"more bytes follow the {declared} values that the header declares ({shape}); expected the end of the file: remove " +
                    "them, or correct the header.");

        private DataException Error(long offset, string problem) =>
            new($"{name}: byte {offset}{within}: {problem}");
    }
}
