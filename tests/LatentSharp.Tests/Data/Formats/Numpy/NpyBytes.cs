using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LatentSharp.Tests.Data.Formats.Numpy;

/// <summary>The bytes of .npy files, well formed or not.</summary>
internal static class NpyBytes
{
    /// <summary>A file of version 1.0 with any header.</summary>
    public static byte[] Of(string header, params ReadOnlySpan<byte> values)
    {
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. values];
    }

    /// <summary>A sound file.</summary>
    public static byte[] Of<T>(string descr, string shape, params ReadOnlySpan<T> values)
        where T : unmanaged =>
        Of($"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n", MemoryMarshal.AsBytes(values));
}
