using System.Buffers.Binary;

namespace LatentSharp.Data.Formats;

/// <summary>
/// Formats that no source reads, by the bytes that they begin with, each with the way from it to one that is read.
/// </summary>
internal static class Signatures
{
    private const string AsTable = "save the columns as a CSV file with a header line";
    private const string AsEither = AsTable + ", or images as an IDX file";
    private const string AsNumPySays =
        "save columns by numpy.savetxt with delimiter=',' and a header line, or images as an IDX file (the bytes 0, 0, "
        + "8, 3, then the three extents as big-endian uint32, then the pixels as uint8)";
    private const string AsImages = "gather the images in one IDX file";
    private const string Unpack = "unpack it and give a file from it";

    // The longest safetensors header that its readers take.
    private const long LongestHeader = 100_000_000;

    /// <summary>The format; null for one that is not known here.</summary>
    public static FileContent? Of(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK"u8) && start is [_, _, 3 or 5, 4 or 6, ..])
            return OfZip(start);
        if (start is [_, _, _, _, _, _, _, _, (byte)'{', ..]
            && BinaryPrimitives.ReadInt64LittleEndian(start) is > 1 and <= LongestHeader)
            return Found("safetensors", AsEither);
        if (start.StartsWith("RIFF"u8) && start.Length > 12 && start[8..].StartsWith("WEBP"u8))
            return Found("a WebP image", AsImages);
        if (start.Length > 262 && start[257..].StartsWith("ustar"u8))
            return Found("a tar archive", Unpack);
        return start switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Found("a PNG image", AsImages),
            [0xFF, 0xD8, 0xFF, ..] => Found("a JPEG image", AsImages),
            _ when start.StartsWith("GIF8"u8) => Found("a GIF image", AsImages),
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => Found("a TIFF image", AsImages),
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] =>
                Found("a NumPy array (.npy)", AsNumPySays),
            _ when start.StartsWith("PAR1"u8) => Found("a Parquet table", AsTable),
            _ when start.StartsWith("ARROW1"u8) || start.StartsWith("FEA1"u8) => Found("an Arrow table", AsTable),
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => Found("HDF5", AsEither),
            _ when start.StartsWith("MATLAB 5.0 MAT-file"u8) => Found("a MATLAB file", AsEither),
            _ when start.StartsWith("SQLite format 3"u8) => Found("an SQLite database", AsTable),
            _ when start.StartsWith("%PDF-"u8) => Found("a PDF document", AsTable),
            [0x80, >= 2 and <= 5, ..] => Found("a Python pickle", AsEither),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Found("an Office document", AsTable),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Found("a zstd stream", Unpack),
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => Found("an xz stream", Unpack),
            [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => Found("a 7-Zip archive", Unpack),
            [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, ..] =>
                Found("a bzip2 stream", Unpack),
            _ => null,
        };
    }

    // The name of the first entry stands after its header of 30 bytes.
    private static FileContent OfZip(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> name = default;
        if (start.Length > 30 && start[2] == 3)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(start[26..]);
            name = start.Slice(30, Math.Min(length, start.Length - 30));
        }

        return name.EndsWith(".npy"u8) ? Found("an archive of NumPy arrays (.npz)", AsNumPySays)
            : name.StartsWith("[Content_Types].xml"u8) || name.StartsWith("xl/"u8) ?
                Found("a spreadsheet or Office document", AsTable)
            : Found("a zip archive", Unpack);
    }

    private static FileContent Found(string format, string remedy) =>
        FileContent.Other($"the content is {format}", remedy);
}
