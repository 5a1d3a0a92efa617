using LatentSharp.Data.Formats.Zip;

namespace LatentSharp.Tests.Data.Formats.Zip;

public sealed class Crc32Tests
{
    // The check value that catalogues of checksums give for this one.
    [Fact]
    public void The_checksum_of_the_digits_is_the_catalogued_one() =>
        Assert.Equal(0xCBF43926, Crc32.Append(0, "123456789"u8));

    [Fact]
    public void The_checksum_of_parts_is_that_of_the_whole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * i))];
        uint whole = Crc32.Append(0, bytes);
        for (int cut = 0; cut <= 40; cut++)
            Assert.Equal(whole, Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
    }
}
