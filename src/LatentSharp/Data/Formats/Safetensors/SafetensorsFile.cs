using System.Runtime.InteropServices;
using LatentSharp.Tensors;
using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Safetensors;

/// <summary>
/// Named float32 tensors in the safetensors format: the header's length as a little-endian uint64, a JSON header that
/// gives each tensor's dtype, shape and range of bytes, and the values, little-endian and without gaps. Values are
/// copied as they lie in memory, which is little-endian wherever the library runs.
/// </summary>
internal sealed partial class SafetensorsFile
{
    private const int LengthBytes = sizeof(ulong);

    private readonly string path;
    private readonly Dictionary<string, Tensor> tensors;

    private SafetensorsFile(
        string path, string[] names, Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        this.path = path;
        this.tensors = tensors;
        (Names, Metadata) = (names, metadata);
    }

    /// <summary>The tensors' names, in the order of their values.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The texts of the header's <c>__metadata__</c>; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="DataException">The file has no such tensor.</exception>
    public Tensor this[string name] =>
        tensors.TryGetValue(name, out Tensor? tensor)
            ? tensor
            : throw new DataException(
                $"{path}: there is no tensor {OneLine.Excerpt(name)} in the file; " +
                    $"{NearestName.Suggestion(name, Names)}");

    /// <summary>Whether the file has a tensor of that name.</summary>
    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>Reads a whole file. Nothing is allocated for what the file is too short to hold.</summary>
    /// <exception cref="DataException">
    /// The file is not there, breaks the format, or holds a tensor that is not float32 or has more than four axes.
    /// </exception>
    public static SafetensorsFile Read(string path)
    {
        using FileStream stream = DataFile.Open(path);
        SafetensorsHeader header = SafetensorsHeader.Read(stream, path, asTensors: true);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in header.Entries)
        {
            int[] extents = [.. entry.Extents.Select(extent => (int)extent)];
            var tensor = new Tensor(new Shape(extents));
            stream.ReadExactly(MemoryMarshal.AsBytes(tensor.Span));
            tensors.Add(entry.Name, tensor);
        }

        return new SafetensorsFile(path, [.. header.Entries.Select(entry => entry.Name)], tensors, header.Metadata);
    }
}
