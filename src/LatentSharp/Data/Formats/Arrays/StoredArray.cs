using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace LatentSharp.Data.Formats.Arrays;

/// <summary>An array in an open file: what its header says, and its values, read in pieces.</summary>
/// <param name="place">The file and the array, as errors name them.</param>
/// <param name="element">The type of its elements.</param>
/// <param name="shape">Its extents, whose product fits the bytes.</param>
/// <param name="columnMajor">Whether the first index runs fastest (Fortran order) rather than the last.</param>
/// <param name="bytes">Where the values lie.</param>
/// <param name="start">The first of their bytes.</param>
internal sealed class StoredArray(
    string place, ElementType element, IReadOnlyList<long> shape, bool columnMajor, IStoredBytes bytes, long start)
{
    // What a processor's second-level cache holds beside the numbers it is widened to.
    private const int ChunkBytes = 1 << 16;

    public ElementType Element => element;

    public IReadOnlyList<long> Shape => shape;

    public bool ColumnMajor => columnMajor;

    /// <summary>Makes the values readable; call it once what the header says is accepted.</summary>
    /// <exception cref="DataException">The values are damaged.</exception>
    public void Prepare() => bytes.Prepare();

    /// <summary>Copies elements in the order they are stored in, widened to float64.</summary>
    /// <exception cref="DataException">The file cannot be read, or float64 cannot hold one of the numbers.</exception>
    public void Read(long first, Span<double> destination)
    {
        if (element is { Kind: ElementKind.Float, Size: sizeof(double), BigEndian: false })
        {
            bytes.Read(start + first * sizeof(double), MemoryMarshal.AsBytes(destination));
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            int chunk = ChunkBytes / element.Size;
            for (int done = 0; done < destination.Length; done += chunk)
            {
                Span<double> part = destination[done..Math.Min(done + chunk, destination.Length)];
                Span<byte> source = buffer.AsSpan(0, part.Length * element.Size);
                bytes.Read(start + (first + done) * element.Size, source);
                if (Widening.Widen(element, source, part) is >= 0 and int index)
                    throw new DataException(
                        $"{place}: element {first + done + index} is an {element} beyond 2^53, which float64 "
                            + "cannot hold; number classes from 0.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads an array of text.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public string[] ReadTexts()
    {
        Encoding encoding = element.Kind == ElementKind.Bytes
            ? Encoding.UTF8
            : new UTF32Encoding(element.BigEndian, byteOrderMark: false);
        var texts = new string[(long)ArrayShape.Elements(shape)];
        byte[] text = new byte[element.Size];
        for (int i = 0; i < texts.Length; i++)
        {
            bytes.Read(start + (long)i * element.Size, text);
            texts[i] = encoding.GetString(text).TrimEnd('\0');
        }

        return texts;
    }
}
