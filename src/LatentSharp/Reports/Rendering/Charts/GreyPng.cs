using System.Buffers.Binary;
using System.IO.Compression;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>Grey images as PNG (ISO/IEC 15948), 8 bits to a pixel.</summary>
internal static class GreyPng
{
    /// <summary>Encodes values from 0, black, to 1, white; others are taken for the nearer end.</summary>
    /// <param name="values">Grey values, [height * width].</param>
    /// <param name="width">Pixels to a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">There are not width * height values.</exception>
    public static byte[] Encode(ReadOnlySpan<float> values, int width, int height)
    {
        if (width < 1 || height < 1 || values.Length != width * height)
            throw new ArgumentException(
                $"An image of {width} x {height} was given {values.Length} grey values; give one for each pixel.");
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Rows(values, width));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>The same inside a data URI: a page then needs no other file.</summary>
    public static string DataUri(ReadOnlySpan<float> values, int width, int height) =>
        "data:image/png;base64," + Convert.ToBase64String(Encode(values, width, height));

    private static byte[] Rows(ReadOnlySpan<float> values, int width)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            for (int start = 0; start < values.Length; start += width)
            {
                // Each row begins with its filter: none.
                zlib.WriteByte(0);
                foreach (float value in values.Slice(start, width))
                    zlib.WriteByte(value > 0 ? (byte)Math.Round(255 * Math.Min(value, 1)) : (byte)0);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    // CRC-32 of ISO 3309, a bit at a time: the images are small.
    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return crc;
    }
}
