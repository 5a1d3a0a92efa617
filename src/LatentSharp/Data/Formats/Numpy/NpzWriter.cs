using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace LatentSharp.Data.Formats.Numpy;

/// <summary>Writes a .npz file: little-endian arrays, not compressed. The same arrays give the same bytes.</summary>
internal sealed class NpzWriter(Stream stream) : IDisposable
{
    private const int Alignment = 64;

    // The first moment that a zip file can tell.
    private static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds an array, row-major.</summary>
    /// <typeparam name="T">float, double or long.</typeparam>
    /// <param name="name">Its name, given once.</param>
    /// <param name="shape">Its extents; none for a single number.</param>
    /// <param name="values">Its elements.</param>
    public void Add<T>(string name, IReadOnlyList<long> shape, T[] values)
        where T : unmanaged
    {
        using Stream content = Begin<T>(name, shape);
        content.Write(MemoryMarshal.AsBytes<T>(values));
    }

    /// <summary>Adds an array whose elements the caller writes in portions.</summary>
    public void Add<T>(string name, IReadOnlyList<long> shape, Action<Stream> content)
        where T : unmanaged
    {
        using Stream entry = Begin<T>(name, shape);
        content(entry);
    }

    public void Dispose() => archive.Dispose();

    private Stream Begin<T>(string name, IReadOnlyList<long> shape)
    {
        ZipArchiveEntry entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = Always;
        Stream content = entry.Open();
        content.Write(Header(typeof(T) == typeof(float) ? "<f4" : typeof(T) == typeof(double) ? "<f8" : "<i8", shape));
        return content;
    }

    // Spaces before the line's end bring the values to a multiple of 64.
    private static byte[] Header(string type, IReadOnlyList<long> shape)
    {
        string extents = string.Concat(shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture) + ","));
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({extents}), }}";
        int before = 10, padding = Alignment - 1 - (before + text.Length) % Alignment;
        text = text + new string(' ', padding) + "\n";
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text),
        ];
    }
}
