using System.Buffers.Binary;
using System.IO.Compression;

namespace LatentSharp.Tests.Data.Formats.Idx;

/// <summary>IDX files as bytes.</summary>
internal static class IdxBytes
{
    public static byte[] Of(uint magic, uint[] extents, params byte[] values)
    {
        byte[] bytes = new byte[4 * (1 + extents.Length) + values.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        for (int axis = 0; axis < extents.Length; axis++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * (1 + axis)), extents[axis]);
        values.CopyTo(bytes, bytes.Length - values.Length);
        return bytes;
    }

    public static byte[] Compressed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
