using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LatentSharp.Data.Formats.Zip;

namespace LatentSharp.Tests.Data.Formats.Zip;

/// <summary>An entry of a zip file, with whatever its headers are to claim.</summary>
/// <param name="Name">The name.</param>
/// <param name="Bytes">What lies in the file.</param>
/// <param name="Method">0 or 8.</param>
/// <param name="Length">The declared bytes of the content.</param>
/// <param name="Checksum">The declared checksum.</param>
internal sealed record ZipPart(string Name, byte[] Bytes, int Method, ulong Length, uint Checksum)
{
    /// <summary>The declared bytes in the file, where they are not those that lie there.</summary>
    public ulong? CompressedLength { get; init; }

    /// <summary>The declared place of the local header, where it is not the true one.</summary>
    public ulong? Offset { get; init; }

    public int Flags { get; init; }

    /// <summary>The method that the local header claims, where it differs.</summary>
    public int? LocalMethod { get; init; }

    /// <summary>Whether the lengths stand in a 64-bit field.</summary>
    public bool Wide { get; init; }

    public static ZipPart Stored(string name, byte[] content) =>
        new(name, content, 0, (ulong)content.Length, Crc32.Append(0, content));

    public static ZipPart Deflated(string name, byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
            deflate.Write(content);
        return new(name, packed.ToArray(), 8, (ulong)content.Length, Crc32.Append(0, content));
    }
}

/// <summary>The bytes of zip files, well formed or not.</summary>
internal static class ZipBytes
{
    /// <summary>A file of entries, ended by the 32-bit record or by the 64-bit one as well.</summary>
    public static byte[] Of(bool wideEnd, params ZipPart[] parts)
    {
        var file = new MemoryStream();
        var directory = new MemoryStream();
        foreach (ZipPart part in parts)
        {
            ulong offset = part.Offset ?? (ulong)file.Position;
            byte[] name = Encoding.UTF8.GetBytes(part.Name);
            ulong compressed = part.CompressedLength ?? (ulong)part.Bytes.Length;
            byte[] wide = part.Wide ? [.. Numbers(2, 1, 24), .. Numbers(8, part.Length, compressed, offset)] : [];
            uint Narrow(ulong value) => part.Wide ? uint.MaxValue : (uint)value;

            byte[] common(int method) =>
                [
                    .. Numbers(2, 45, (ulong)part.Flags, (ulong)method, 0, 0),
                    .. Numbers(4, part.Checksum, Narrow(compressed), Narrow(part.Length)),
                    .. Numbers(2, (ulong)name.Length, (ulong)wide.Length),
                ];
            file.Write([
                .. "PK\u0003\u0004"u8,
                .. common(part.LocalMethod ?? part.Method),
                .. name,
                .. wide,
                .. part.Bytes,
            ]);
            directory.Write([
                .. "PK\u0001\u0002"u8,
                .. Numbers(2, 45),
                .. common(part.Method),
                .. Numbers(2, 0, 0, 0),
                .. Numbers(4, 0, Narrow(offset)),
                .. name,
                .. wide,
            ]);
        }

        ulong start = (ulong)file.Position, length = (ulong)directory.Length, count = (ulong)parts.Length;
        file.Write(directory.ToArray());
        if (wideEnd)
        {
            ulong at = (ulong)file.Position;
            file.Write([
                .. "PK\u0006\u0006"u8,
                .. Numbers(8, 44),
                .. Numbers(2, 45, 45),
                .. Numbers(4, 0, 0),
                .. Numbers(8, count, count, length, start),
            ]);
            file.Write([.. "PK\u0006\u0007"u8, .. Numbers(4, 0), .. Numbers(8, at), .. Numbers(4, 1)]);
        }

        ulong shownCount = wideEnd ? ushort.MaxValue : count,
            shownStart = wideEnd ? uint.MaxValue : start;
        file.Write([
            .. "PK\u0005\u0006"u8,
            .. Numbers(2, 0, 0, shownCount, shownCount),
            .. Numbers(4, length, shownStart),
            .. Numbers(2, 0),
        ]);
        return file.ToArray();
    }

    public static byte[] Of(params ZipPart[] parts) => Of(false, parts);

    private static byte[] Numbers(int size, params ulong[] values)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        var all = new List<byte>();
        foreach (ulong value in values)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            all.AddRange(bytes.AsSpan(0, size));
        }

        return [.. all];
    }
}
