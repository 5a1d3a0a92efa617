using System.Buffers.Binary;
using System.Numerics;

namespace LatentSharp.TensorBoard;

/// <summary>
/// The checksum of event files: the cyclic redundancy check with Castagnoli's polynomial (RFC 3720, section 12.1),
/// for which processors have an instruction.
/// </summary>
internal static class Crc32C
{
    private const uint MaskAddend = 0xA282EAD8;

    /// <summary>The checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint register = ~0u;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes)
            register = BitOperations.Crc32C(register, b);
        return ~register;
    }

    /// <summary>
    /// The checksum as records store it: rotated and displaced, because the checksum of bytes that end with their own
    /// checksum is always the same.
    /// </summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) =>
        unchecked(BitOperations.RotateRight(Of(bytes), 15) + MaskAddend);
}
