using System.Buffers.Binary;

namespace LatentSharp.TensorBoard;

/// <summary>
/// A record as it lies in an event file: its length in 8 bytes, the masked checksum of those, the payload, and the
/// masked checksum of that; every number with its low byte first.
/// </summary>
internal static class RecordFrame
{
    private const int Header = sizeof(ulong) + sizeof(uint);
    private const int Footer = sizeof(uint);

    /// <summary>The bytes of a record.</summary>
    public static byte[] Of(ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[Header + payload.Length + Footer];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(
            frame.AsSpan(sizeof(ulong)),
            Crc32C.Masked(frame.AsSpan(0, sizeof(ulong))));
        payload.CopyTo(frame.AsSpan(Header));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(frame.Length - Footer), Crc32C.Masked(payload));
        return frame;
    }
}
