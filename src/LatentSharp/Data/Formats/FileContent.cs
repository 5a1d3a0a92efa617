using System.IO.Compression;

namespace LatentSharp.Data.Formats;

/// <summary>What the sources of data tell files apart by.</summary>
internal enum ContentKind
{
    /// <summary>Text with a comma in its first line.</summary>
    Table,

    /// <summary>An array in the IDX format, plain or in gzip.</summary>
    Idx,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>What a file holds, by its first bytes: its name and its ending are not asked.</summary>
/// <param name="Kind">What the content is.</param>
/// <param name="Description">What was found, as a message says it, such as <c>the content is a PNG image</c>.</param>
/// <param name="Remedy">How its data get into a file that is read.</param>
internal sealed record FileContent(ContentKind Kind, string Description, string Remedy)
{
    /// <summary>An array in the IDX format.</summary>
    public static readonly FileContent Idx = new(ContentKind.Idx, "the content is an IDX array", "give it as it is");

    private const int Sample = 1 << 16;

    /// <summary>Recognises a file.</summary>
    /// <exception cref="DataException">The file is not there or cannot be read.</exception>
    public static FileContent Of(string path)
    {
        using FileStream file = DataFile.Open(path);
        byte[] start = Start(file);
        return start is [0x1F, 0x8B, ..] ? OfGzip(file) : Of(start);
    }

    /// <summary>Recognises the first bytes of a file, up to <see cref="Sample"/> of them.</summary>
    public static FileContent Of(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            return Other("the file is empty", "give one that holds data");
        return IsIdx(start)
            ? Idx
            : Signatures.Of(start)
                ?? TextContent.Of(start)
                ?? Other("the content is neither text nor of a known format", "export the data as one of these");
    }

    /// <summary>Content that no source of the library reads.</summary>
    public static FileContent Other(string description, string remedy) => new(ContentKind.Other, description, remedy);

    // Two zero bytes, one of the six types of the format, and a rank. The reader says which it takes.
    private static bool IsIdx(ReadOnlySpan<byte> start) =>
        start is [0, 0, 0x08 or 0x09 or 0x0B or 0x0C or 0x0D or 0x0E, >= 1 and <= 16, ..];

    private static FileContent OfGzip(FileStream file)
    {
        file.Position = 0;
        try
        {
            using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            FileContent within = Of(Start(content));
            return within.Kind == ContentKind.Idx
                ? within
                : Other("the content is in gzip, and is no IDX array", "unpack it first");
        }
        catch (InvalidDataException error)
        {
            return Other($"the gzip stream is damaged or cut short ({error.Message})", "fetch the file again");
        }
    }

    private static byte[] Start(Stream content)
    {
        byte[] start = new byte[Sample];
        return start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }
}
