using System.Buffers.Binary;
using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Tests.Data.Formats.Arrays;

public sealed class WideningTests
{
    // Longer than any piece that is widened at once, and not a multiple of a vector.
    private const int Count = 1237;

    private static byte[] Bits(int size) =>
        [.. Enumerable.Range(0, Count * size).Select(i => (byte)(i * 193 + (i >> 8) * 7))];

    private static double[] Widen(ElementType type, byte[] bytes)
    {
        double[] values = new double[bytes.Length / type.Size];
        Assert.Equal(-1, Widening.Widen(type, bytes, values));
        return values;
    }

    private static void Check(ElementKind kind, int size, Func<ReadOnlyMemory<byte>, double> one)
    {
        byte[] bytes = Bits(size);
        double[] expected = [.. Enumerable.Range(0, Count).Select(i => one(bytes.AsMemory(i * size, size)))];
        Assert.Equal(expected, Widen(new ElementType(kind, size), [.. bytes]));
        byte[] turned = [.. bytes.Chunk(size).SelectMany(number => number.Reverse())];
        Assert.Equal(expected, Widen(new ElementType(kind, size, BigEndian: true), turned));
    }

    [Fact]
    public void Floats_are_widened_to_the_numbers_that_they_are()
    {
        Check(ElementKind.Float, 2, bits => (double)BinaryPrimitives.ReadHalfLittleEndian(bits.Span));
        Check(ElementKind.Float, 4, bits => BinaryPrimitives.ReadSingleLittleEndian(bits.Span));
        Check(ElementKind.Float, 8, bits => BinaryPrimitives.ReadDoubleLittleEndian(bits.Span));
        Check(
            ElementKind.BrainFloat,
            2,
            bits => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bits.Span) << 16));
    }

    [Fact]
    public void Integers_are_widened_to_the_numbers_that_they_are()
    {
        Check(ElementKind.Signed, 1, bits => (sbyte)bits.Span[0]);
        Check(ElementKind.Signed, 2, bits => BinaryPrimitives.ReadInt16LittleEndian(bits.Span));
        Check(ElementKind.Signed, 4, bits => BinaryPrimitives.ReadInt32LittleEndian(bits.Span));
        Check(ElementKind.Unsigned, 1, bits => bits.Span[0]);
        Check(ElementKind.Unsigned, 2, bits => BinaryPrimitives.ReadUInt16LittleEndian(bits.Span));
        Check(ElementKind.Unsigned, 4, bits => BinaryPrimitives.ReadUInt32LittleEndian(bits.Span));
        Check(ElementKind.Boolean, 1, bits => bits.Span[0] == 0 ? 0 : 1);
    }

    [Theory]
    [InlineData(1L << 53, -1)]
    [InlineData(-(1L << 53), -1)]
    [InlineData((1L << 53) + 1, 2)]
    [InlineData(-(1L << 53) - 1, 2)]
    [InlineData(long.MinValue, 2)]
    public void An_integer_that_float64_may_not_hold_is_pointed_at(long number, int expected)
    {
        byte[] bytes = [.. new long[] { 0, -5, number, 3 }.SelectMany(BitConverter.GetBytes)];
        double[] values = new double[4];
        Assert.Equal(expected, Widening.Widen(new ElementType(ElementKind.Signed, 8), bytes, values));
        if (expected < 0)
            Assert.Equal([0, -5, number, 3], values);
    }

    [Fact]
    public void An_unsigned_integer_beyond_the_exact_ones_is_pointed_at()
    {
        byte[] bytes = [.. new ulong[] { 1UL << 53, ulong.MaxValue }.SelectMany(BitConverter.GetBytes)];
        Assert.Equal(1, Widening.Widen(new ElementType(ElementKind.Unsigned, 8), bytes, new double[2]));
    }
}
