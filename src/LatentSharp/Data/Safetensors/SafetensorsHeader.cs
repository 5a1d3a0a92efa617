using System.Text.Json;
using LatentSharp.Tensors;

namespace LatentSharp.Data;

/// <summary>
/// The JSON header of a safetensors file, read strictly: no key twice, none unknown, every range as long as the shape
/// says, and the ranges side by side from the end of the header to the end of the file.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";
    public const string Float32 = "F32";

    private readonly string path;
    private readonly long start;
    private readonly long dataLength;
    private readonly List<SafetensorsEntry> entries = [];
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader(string path, long start, long dataLength) =>
        (this.path, this.start, this.dataLength) = (path, start, dataLength);

    /// <summary>The tensors, in the order of their values.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => entries;

    /// <summary>The texts of <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Parses and checks a header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="path">The file, named in errors.</param>
    /// <param name="start">Where in the file the header starts.</param>
    /// <param name="fileLength">The length of the file.</param>
    /// <exception cref="DataException">The header breaks the format.</exception>
    public static SafetensorsHeader Parse(byte[] json, string path, long start, long fileLength)
    {
        var header = new SafetensorsHeader(path, start, fileLength - start - json.Length);
        if (json is not [(byte)'{', ..])
            throw DataException.AtByte(path, start,
                "the header does not begin with '{'; expected a JSON object: check that this is a safetensors file.");
        var reader = new Utf8JsonReader(json);
        try
        {
            header.ReadRoot(ref reader);
        }
        catch (JsonException error)
        {
            throw DataException.AtByte(
                path, start + reader.BytesConsumed, $"the header is not valid JSON ({error.Message}); save the file again.", error);
        }

        header.CheckRanges(start + json.Length);
        return header;
    }

    private void ReadRoot(ref Utf8JsonReader reader)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        while (NextKey(ref reader, "the header", seen) is { } name)
        {
            if (name == MetadataKey)
                ReadMetadata(ref reader);
            else
                ReadEntry(ref reader, name);
        }

        // The reader refuses whatever but white space follows the object.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey, "an object of texts");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextKey(ref reader, MetadataKey, seen) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey} {DataException.Excerpt(key)}", "a text");
            metadata.Add(key, Text(ref reader));
        }
    }

    private void ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string what = $"tensor {DataException.Excerpt(name)}";
        long offset = start + reader.TokenStartIndex;
        Expect(ref reader, JsonTokenType.StartObject, what, "an object with dtype, shape and data_offsets");
        string? dtype = null;
        List<long>? shape = null, range = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextKey(ref reader, what, seen) is { } key)
        {
            switch (key)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, $"{what}, dtype", "a text such as \"F32\"");
                    dtype = Text(ref reader);
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, $"{what}, shape", Shape.MaximumRank, "save the tensor with fewer axes");
                    break;
                case "data_offsets":
                    range = ReadNumbers(ref reader, $"{what}, data_offsets", 2, "save the file again");
                    break;
                default:
                    throw Error(ref reader,
                        $"{what} has the key {DataException.Excerpt(key)}; expected dtype, shape and data_offsets: save the file again.");
            }
        }

        if (dtype is null || shape is null || range is null)
            throw DataException.AtByte(path, offset,
                $"{what} has no {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}; expected dtype, shape and " +
                "data_offsets: save the file again.");
        if (dtype != Float32)
            throw DataException.AtByte(path, offset, $"{what} has the dtype {DataException.Excerpt(dtype)}; expected {Float32}: save it as float32.");
        entries.Add(Checked(name, what, shape, range, offset));
    }

    private SafetensorsEntry Checked(string name, string what, List<long> shape, List<long> range, long offset)
    {
        string extents = $"[{string.Join(", ", shape)}]";
        UInt128 length = 1;
        foreach (long extent in shape)
            length *= (UInt128)Math.Min(extent, 1L + int.MaxValue);
        if (length > int.MaxValue || shape.Exists(extent => extent > int.MaxValue))
            throw DataException.AtByte(path, offset,
                $"{what} has the shape {extents}; expected at most {int.MaxValue} elements: cut the tensor into parts.");
        if (range.Count != 2 || range[0] > range[1] || range[1] > dataLength)
            throw DataException.AtByte(path, offset,
                $"{what} has the data_offsets [{string.Join(", ", range)}]; expected a begin and an end within the {dataLength} bytes that " +
                "follow the header: the file is damaged or cut short.");
        if (range[1] - range[0] != (long)length * sizeof(float))
            throw DataException.AtByte(path, offset,
                $"{what} has {range[1] - range[0]} bytes; expected {(long)length * sizeof(float)} for {Float32} of shape {extents}: save " +
                "the file again.");
        int[] checkedExtents = [.. shape.Select(extent => (int)extent)];
        return new SafetensorsEntry(name, new Shape(checkedExtents), range[0], range[1], offset);
    }

    private void CheckRanges(long dataStart)
    {
        entries.Sort((a, b) => (a.Begin, a.End, a.HeaderOffset).CompareTo((b.Begin, b.End, b.HeaderOffset)));
        long end = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != end)
                throw DataException.AtByte(path, entry.HeaderOffset,
                    $"tensor {DataException.Excerpt(entry.Name)} begins at {entry.Begin}, and the values before it end at {end}; expected " +
                    $"no {(entry.Begin > end ? "gap" : "overlap")}: save the file again.");
            end = entry.End;
        }

        if (end != dataLength)
            throw DataException.AtByte(path, dataStart + end,
                $"{dataLength - end} bytes follow the last tensor's values; expected the end of the file: save it again.");
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string what, int most, string remedy)
    {
        Expect(ref reader, JsonTokenType.StartArray, what, "an array of whole numbers");
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw Error(ref reader, $"{what} holds something else than a whole number from 0 to {long.MaxValue}; save the file again.");
            if (numbers.Count == most)
                throw Error(ref reader, $"{what} has more than {most} numbers; expected at most {most}: {remedy}.");
            numbers.Add(number);
        }

        return numbers;
    }

    private string? NextKey(ref Utf8JsonReader reader, string what, HashSet<string> seen)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return null;
        string key = Text(ref reader);
        return seen.Add(key)
            ? key
            : throw Error(ref reader, $"{what} has the key {DataException.Excerpt(key)} twice; expected it once: save the file again.");
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what, string expected)
    {
        reader.Read();
        if (reader.TokenType != type)
            throw Error(ref reader, $"{what} is not {expected}; save the file again.");
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw DataException.AtByte(
                path, start + reader.TokenStartIndex, "a text of the header is not valid UTF-8; save the file again.", error);
        }
    }

    private DataException Error(ref Utf8JsonReader reader, string problem) =>
        DataException.AtByte(path, start + reader.TokenStartIndex, problem);
}
