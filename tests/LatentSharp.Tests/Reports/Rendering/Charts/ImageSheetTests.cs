using System.Buffers.Binary;
using System.IO.Compression;
using LatentSharp.Data;
using LatentSharp.Reports.Rendering.Charts;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Reports.Rendering.Charts;

public sealed class ImageSheetTests
{
    [Theory]
    [InlineData(16, 2)]
    [InlineData(28, 1)]
    [InlineData(40, 1)]
    public void Small_images_are_enlarged_by_whole_pixels(int width, int scale)
    {
        var image = new ImageLayout(width, 1, [0], [.. Enumerable.Range(1, width - 1)]);
        var black = new float[width - 1];
        byte[] file = ImageSheet.Render(image, Tensor.FromValues(new Shape(1, 1), [1]), 2, [[.. black, .. black]]);
        Assert.Equal((2 * scale * width + 2, scale), (Number(file, 16), Number(file, 20)));

        using var zlib = new ZLibStream(new MemoryStream(file, 41, Number(file, 33)), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        byte[] one = [.. Enumerable.Range(0, scale * width).Select(x => (byte)(x < scale ? 255 : 0))];
        byte[] row = [0, .. one, 128, 128, .. one];
        Assert.Equal(Enumerable.Repeat(row, scale).SelectMany(bytes => bytes), rows.ToArray());
    }

    [Fact]
    public void A_sheet_that_no_viewer_shows_is_refused() =>
        Assert.StartsWith(
            "9000 conditions by 9000 images make a sheet of ",
            Assert.Throws<DataException>(() =>
                ImageSheet.Render(new ImageLayout(8, 8, [], [0]), new Tensor(new Shape(9000, 0)), 9000, [])).Message,
            StringComparison.Ordinal);

    private static int Number(byte[] file, int place) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(place));
}
