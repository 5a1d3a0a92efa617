using LatentSharp.Compute.Randomness;

namespace LatentSharp.Tests.Compute.Randomness;

public class PhiloxTests
{
    // The known answers that the authors publish with Random123 for philox4x32-10.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u,
        0x85a308d3u,
        0x13198a2eu,
        0x03707344u,
        0xa4093822u,
        0x299f31d0u,
        0xd16cfe09u,
        0x94fdccebu,
        0x5001e420u,
        0x24126ea1u)]
    public void Block_equals_the_published_vectors(
        uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(c0, c1, c2, c3, key0, key1));

    [Theory]
    [InlineData(0u, 0u, 0u)]
    [InlineData(1000u, uint.MaxValue, 0x9ABCDEF0u)]
    [InlineData(uint.MaxValue - 7, 0x80000000u, uint.MaxValue)]
    public void Blocks_side_by_side_equal_blocks_one_by_one(uint first, uint other, uint key)
    {
        var words = new uint[4 * Philox.Lanes];
        Philox.Blocks(first, other, ~other, other / 3, key, ~key, words);
        for (int lane = 0; lane < Philox.Lanes; lane++)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(
                first + (uint)lane,
                other,
                ~other,
                other / 3,
                key,
                ~key);
            Assert.Equal([x0, x1, x2, x3], words[(4 * lane)..(4 * lane + 4)]);
        }
    }
}
