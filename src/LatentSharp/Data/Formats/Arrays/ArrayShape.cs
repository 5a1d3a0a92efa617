namespace LatentSharp.Data.Formats.Arrays;

/// <summary>The extents of an array in a file, which may declare more elements than any file can hold.</summary>
internal static class ArrayShape
{
    /// <summary>The extents as errors show them: <c>[1000, 8]</c>.</summary>
    public static string Text(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>The product of the extents, or some number beyond 2^63 when it is larger than that.</summary>
    public static UInt128 Elements(IReadOnlyList<long> shape) => Bytes(shape, 1);

    /// <summary>The bytes of the values, or some number beyond 2^63 when they are more than that.</summary>
    public static UInt128 Bytes(IReadOnlyList<long> shape, int elementSize)
    {
        UInt128 bytes = (UInt128)elementSize;
        foreach (long extent in shape)
        {
            // Beyond 2^63 only an extent of 0 can change the verdict, and the product would overflow at last.
            if (extent == 0 || bytes <= long.MaxValue)
                bytes *= (UInt128)extent;
        }

        return bytes;
    }

    /// <summary>The bytes of the values as errors give them.</summary>
    public static string BytesText(IReadOnlyList<long> shape, int elementSize) =>
        Bytes(shape, elementSize) is var bytes && bytes <= long.MaxValue ? $"{bytes}" : $"more than {long.MaxValue}";
}
