using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Safetensors;

/// <summary>The arrays of a safetensors file, left in the file: only the header is read.</summary>
internal sealed class SafetensorsArrays : IArrayFile
{
    private readonly string path;
    private readonly FileStream stream;
    private readonly long dataStart;
    private readonly Dictionary<string, SafetensorsEntry> entries;

    private SafetensorsArrays(string path, FileStream stream)
    {
        (this.path, this.stream) = (path, stream);
        SafetensorsHeader header = SafetensorsHeader.Read(stream, path, asTensors: false);
        dataStart = header.DataStart;
        entries = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        Names = [.. header.Entries.Select(entry => entry.Name)];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="DataException">The file is not there or breaks the format.</exception>
    public static SafetensorsArrays Open(string path)
    {
        FileStream stream = DataFile.Open(path);
        try
        {
            return new SafetensorsArrays(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public StoredArray OpenArray(string name)
    {
        SafetensorsEntry entry = entries[name];
        if (entry.Element is null)
            throw DataException.AtByte(path, entry.HeaderOffset,
                $"tensor {OneLine.Excerpt(name)} has the dtype {OneLine.Excerpt(entry.Dtype)}; expected " +
                $"{SafetensorsType.Accepted}: " +
                "convert it before saving.");
        string place = $"{path}: {name}";
        var bytes = new FileRange(stream.SafeFileHandle, place, dataStart + entry.Begin, entry.End - entry.Begin);
        return new StoredArray(place, entry.Element, entry.Extents, columnMajor: false, bytes, 0);
    }

    public void Dispose() => stream.Dispose();
}
