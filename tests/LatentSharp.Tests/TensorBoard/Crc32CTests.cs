using LatentSharp.TensorBoard;

namespace LatentSharp.Tests.TensorBoard;

public sealed class Crc32CTests
{
    // RFC 3720, appendix B.4, and the check value that catalogues of checksums give.
    [Fact]
    public void The_checksums_are_the_published_ones()
    {
        Assert.Equal(0x8A9136AA, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113FDB5Cu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8));
    }

    [Fact]
    public void Lengths_that_are_no_multiple_of_the_step_are_taken_bit_by_bit_too()
    {
        byte[] bytes = [.. Enumerable.Range(0, 41).Select(i => (byte)(7 * i + 3))];
        for (int length = 0; length <= bytes.Length; length++)
            Assert.Equal(BitByBit(bytes.AsSpan(0, length)), Crc32C.Of(bytes.AsSpan(0, length)));
    }

    // The mask of no bytes, whose checksum is 0, is the addend alone.
    [Fact]
    public void The_mask_can_be_taken_off()
    {
        Assert.Equal(0xA282EAD8, Crc32C.Masked([]));
        uint rotated = unchecked(Crc32C.Masked("123456789"u8) - 0xA282EAD8);
        Assert.Equal(0xE3069283, (rotated << 15) | (rotated >> 17));
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        uint register = ~0u;
        foreach (byte b in bytes)
        {
            register ^= b;
            for (int bit = 0; bit < 8; bit++)
                register = (register >> 1) ^ ((register & 1) == 0 ? 0 : 0x82F63B78);
        }

        return ~register;
    }
}
