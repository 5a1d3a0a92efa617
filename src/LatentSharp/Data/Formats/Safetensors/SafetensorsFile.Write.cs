using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using LatentSharp.Tensors;

namespace LatentSharp.Data.Formats.Safetensors;

internal sealed partial class SafetensorsFile
{
    private const int Alignment = 8;

    // The reference implementation escapes quotes, backslashes and control characters alone.
    private static readonly JsonWriterOptions AsTheReference = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Writes tensors in the ordinal order of their names, as the format's reference implementation does. The same
    /// tensors and texts give the same bytes, and the file appears whole or not at all.
    /// </summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="tensors">Names and values. A name is given once and is not <c>__metadata__</c>.</param>
    /// <param name="metadata">
    /// Texts for the header's <c>__metadata__</c>, written in the ordinal order of their keys.
    /// </param>
    /// <exception cref="ArgumentException">A name is given twice or is reserved.</exception>
    /// <exception cref="IOException">The directory is missing or cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, Tensor Tensor)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>
    /// Writes to a stream what
    /// <see cref="Write(string, IReadOnlyList{ValueTuple{string, Tensor}}, IReadOnlyDictionary{string, string}?)"/>
    /// writes to a file.
    /// </summary>
    internal static void Write(
        Stream stream,
        IReadOnlyList<(string Name, Tensor Tensor)> tensors,
        IReadOnlyDictionary<string, string>? metadata)
    {
        CheckNames(tensors);
        (string Name, Tensor Tensor)[] sorted = [.. tensors.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        stream.Write(Header(sorted, metadata));
        foreach ((_, Tensor tensor) in sorted)
            stream.Write(MemoryMarshal.AsBytes(tensor.Span));
    }

    private static void CheckNames(IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, _) in tensors)
        {
            if (name == SafetensorsHeader.MetadataKey)
                throw new ArgumentException(
                    $"SafetensorsFile: a tensor is named {name}, which the format reserves; give it another name.");
            if (!seen.Add(name))
                throw new ArgumentException(
                    $"SafetensorsFile: two tensors are named '{name}'; names must be distinct.");
        }
    }

    private static byte[] Header(
        IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(stackalloc byte[LengthBytes]);
        using (var json = new Utf8JsonWriter(buffer, AsTheReference))
        {
            json.WriteStartObject();
            if (metadata is not null)
                WriteMetadata(json, metadata);
            long begin = 0;
            foreach ((string name, Tensor tensor) in tensors)
                WriteEntry(json, name, tensor.Shape, ref begin);
            json.WriteEndObject();
        }

        // Spaces up to a multiple of 8 keep the values aligned for readers that map the file.
        buffer.Write("       "u8[..(-buffer.WrittenCount & (Alignment - 1))]);
        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - LengthBytes));
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, text);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, Shape shape, ref long begin)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", SafetensorsHeader.Float32);
        json.WriteStartArray("shape");
        for (int axis = 0; axis < shape.Rank; axis++)
            json.WriteNumberValue(shape[axis]);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        begin += (long)shape.Length * sizeof(float);
        json.WriteNumberValue(begin);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
