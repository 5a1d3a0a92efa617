using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LatentSharp.Data.Formats.Arrays;

/// <summary>Numbers as they lie in a file, widened to float64 without loss.</summary>
internal static class Widening
{
    private const int ChunkLength = 512;
    private const long LargestExact = 1L << 53;

    /// <summary>Widens numbers; those with the highest byte first are turned around in place.</summary>
    /// <param name="type">How they are coded.</param>
    /// <param name="source">As many as <paramref name="destination"/> takes.</param>
    /// <param name="destination">The numbers.</param>
    /// <returns>
    /// The index of the first number that float64 cannot hold, an integer beyond 2^53 in magnitude; -1 when there is
    /// none.
    /// </returns>
    public static int Widen(ElementType type, Span<byte> source, Span<double> destination)
    {
        if (type.BigEndian)
            Reverse(type.Size, source);
        switch (type.Kind, type.Size)
        {
            case (ElementKind.Float, 8):
                MemoryMarshal.Cast<byte, double>(source).CopyTo(destination);
                break;
            case (ElementKind.Float, 4):
                Convert<float>(source, destination);
                break;
            case (ElementKind.Float, _):
                WidenHalf(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            case (ElementKind.BrainFloat, _):
                WidenBrainFloat(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case (ElementKind.Boolean, _):
                for (int i = 0; i < source.Length; i++)
                    destination[i] = source[i] == 0 ? 0 : 1;
                break;
            case (ElementKind.Signed, 1):
                Convert<sbyte>(source, destination);
                break;
            case (ElementKind.Signed, 2):
                Convert<short>(source, destination);
                break;
            case (ElementKind.Signed, 4):
                Convert<int>(source, destination);
                break;
            case (ElementKind.Signed, _):
                Convert<long>(source, destination);
                return MemoryMarshal.Cast<byte, long>(source).IndexOfAnyExceptInRange(-LargestExact, LargestExact);
            case (ElementKind.Unsigned, 1):
                Convert<byte>(source, destination);
                break;
            case (ElementKind.Unsigned, 2):
                Convert<ushort>(source, destination);
                break;
            case (ElementKind.Unsigned, 4):
                Convert<uint>(source, destination);
                break;
            default:
                Convert<ulong>(source, destination);
                return MemoryMarshal.Cast<byte, ulong>(source).IndexOfAnyExceptInRange(0UL, (ulong)LargestExact);
        }

        return -1;
    }

    private static void Convert<T>(ReadOnlySpan<byte> source, Span<double> destination)
        where T : unmanaged, INumberBase<T> =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(source), destination);

    private static void WidenHalf(ReadOnlySpan<Half> source, Span<double> destination)
    {
        Span<float> singles = stackalloc float[ChunkLength];
        for (int start = 0; start < source.Length; start += ChunkLength)
        {
            int count = Math.Min(ChunkLength, source.Length - start);
            TensorPrimitives.ConvertToSingle(source.Slice(start, count), singles);
            TensorPrimitives.ConvertTruncating<float, double>(singles[..count], destination[start..]);
        }
    }

    private static void WidenBrainFloat(ReadOnlySpan<ushort> source, Span<double> destination)
    {
        Span<uint> bits = stackalloc uint[ChunkLength];
        for (int start = 0; start < source.Length; start += ChunkLength)
        {
            int count = Math.Min(ChunkLength, source.Length - start);
            TensorPrimitives.ConvertTruncating<ushort, uint>(source.Slice(start, count), bits);
            TensorPrimitives.ShiftLeft(bits[..count], 16, bits);
            TensorPrimitives.ConvertTruncating<float, double>(
                MemoryMarshal.Cast<uint, float>(bits[..count]),
                destination[start..]);
        }
    }

    private static void Reverse(int size, Span<byte> numbers)
    {
        switch (size)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(numbers);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(numbers);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(numbers);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
