using System.Buffers.Binary;
using System.IO.Compression;
using LatentSharp.Reports.Rendering.Charts;

namespace LatentSharp.Tests.Reports.Rendering.Charts;

public sealed class GreyPngTests
{
    private static byte[] File(float[] values, int width, int height) =>
        Convert.FromBase64String(GreyPng.DataUri(values, width, height)["data:image/png;base64,".Length..]);

    [Fact]
    public void Pixels_come_back_row_by_row()
    {
        byte[] file = File([0, 1, 0.5f, -3, 9, float.NaN], 3, 2);
        Assert.Equal(3, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)));
        Assert.Equal(2, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        using var zlib = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Assert.Equal([0, 0, 255, 128, 0, 0, 255, 0], rows.ToArray());
    }

    [Fact]
    public void The_file_ends_as_every_PNG_does()
    {
        // The last chunk is empty, so that its checksum is the same in every file: AE 42 60 82.
        Assert.Equal(
            [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82],
            File([0.5f], 1, 1)[^12..]);
    }

    [Fact]
    public void An_image_of_another_size_is_refused() =>
        Assert.Equal(
            "An image of 2 x 2 was given 3 grey values; give one for each pixel.",
            Assert.Throws<ArgumentException>(() => GreyPng.DataUri([0, 0, 0], 2, 2)).Message);
}
