using System.Buffers.Binary;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Idx;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Tests.Data.Formats.Idx;

namespace LatentSharp.Tests.Data.Sources.Images;

/// <summary>What is white is looked for in the file, and where the file does not tell, asked for.</summary>
public sealed class GreyRangeTests : IDisposable
{
    private const uint Bytes = 0x0803, Shorts = 0x0B03, Floats = 0x0D03;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(255, 255)]
    [InlineData(128, 255)]
    [InlineData(127, 127)]
    [InlineData(16, 16)]
    [InlineData(1, 1)]
    public void Bytes_that_reach_the_upper_half_are_bytes_and_others_have_their_greatest_as_white(
        byte greatest, double white) =>
        Assert.Equal(white, GreyRange.Of(File(Bytes, 0, greatest), given: null));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.75, 1)]
    [InlineData(0.25, 0.25)]
    [InlineData(16, 16)]
    [InlineData(254.5, 255)]
    public void Floats_are_shares_or_what_were_bytes(double greatest, double white) =>
        Assert.Equal(white, GreyRange.Of(File(Floats, 0, greatest), given: null));

    [Fact]
    public void What_is_said_to_be_white_is_taken()
    {
        Assert.Equal(255, GreyRange.Of(File(Bytes, 0, 16), given: 255));
        Assert.Equal(4095, GreyRange.Of(File(Shorts, 0, 4000), given: 4095));
        Assert.Equal(9, GreyRange.Of(File(Bytes, 7, 7), given: 9));
    }

    [Theory]
    [InlineData(Shorts, 0, 4000, "the greatest pixel is 4000 (of type int16)", "give grey_maximum")]
    [InlineData(Floats, -1, 1, "the pixels go from -1 to 1 (of type float32)", "shift and scale them")]
    [InlineData(Floats, 0, double.NaN, "a pixel is not a finite number (of type float32)", "fill it in")]
    [InlineData(Floats, double.NegativeInfinity, 1, "a pixel is not a finite number (of type float32)", "fill it in")]
    [InlineData(Bytes, 7, 7, "every pixel of every image is 7 (of type uint8)", "check how the file was written")]
    public void A_range_that_means_nothing_is_refused(
        uint type, double least, double greatest, string found, string remedy)
    {
        IdxFile file = File(type, least, greatest);
        string message = Assert.Throws<DataException>(() => GreyRange.Of(file, given: null)).Message;
        Assert.StartsWith(
            $"{file.Name}: {found}; expected black at 0 and white at 1 or 255: {remedy}",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_threshold_is_half_of_what_is_white()
    {
        foreach (double greatest in (double[])[1, 16, 255])
        {
            string path = Path(Bytes, 0, greatest, Math.Ceiling(greatest / 2), Math.Ceiling(greatest / 2) - 1);
            Assert.Equal(
                [0, 1, 1, 0],
                IdxImages.Load(path, null, ImageCondition.None, Binarization.Threshold).Target.Span);
        }
    }

    [Fact]
    public void Floats_and_integers_become_the_data_that_the_bytes_they_were_become()
    {
        double[] grey = [0, 51, 127, 128, 200, 255];
        foreach (Binarization binarization in Binarization.All)
        {
            string Fingerprint(uint type, double divisor) => IdxImages.Load(
                Path(type, [.. grey.Select(value => value / divisor)]), null, ImageCondition.None, binarization)
                .Fingerprint;
            Assert.Equal(Fingerprint(Bytes, 1), Fingerprint(Shorts, 1));
            Assert.Equal(Fingerprint(Bytes, 1), Fingerprint(Floats, 1));
            Assert.Equal(Fingerprint(Bytes, 1), Fingerprint(Floats, 255));
        }
    }

    private IdxFile File(uint type, params double[] pixels) => IdxFile.Read(Path(type, pixels));

    // Images of one row, as many pixels as are given to an image.
    private string Path(uint type, params double[] pixels)
    {
        byte[] bytes = [.. pixels.SelectMany(pixel => Encoded(type, pixel))];
        return directory.Write($"{type:X}", IdxBytes.Of(type, [1, 1, (uint)pixels.Length], bytes));
    }

    private static byte[] Encoded(uint type, double pixel)
    {
        byte[] bytes = new byte[4];
        switch (type)
        {
            case Bytes:
                return [(byte)pixel];
            case Shorts:
                BinaryPrimitives.WriteInt16BigEndian(bytes, (short)pixel);
                return bytes[..2];
            default:
                BinaryPrimitives.WriteSingleBigEndian(bytes, (float)pixel);
                return bytes;
        }
    }
}
