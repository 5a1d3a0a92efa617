using System.Buffers.Binary;
using System.Text.Json;
using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Tensors;
using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Safetensors;

/// <summary>
/// The JSON header of a safetensors file, read strictly: no key twice, none unknown, every range as long as the shape
/// says, and the ranges side by side from the end of the header to the end of the file.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";
    public const string Float32 = "F32";

    private const int LengthBytes = sizeof(ulong);
    private const int LongestHeader = 100_000_000;

    // What entries and texts take in memory may be many times what they take in the header.
    private const int MostEntries = 100_000;
    private const int MostTextBytes = 1 << 24;
    private const int MostAxes = 64;

    private readonly string path;
    private readonly long start;
    private readonly long dataLength;
    private readonly bool asTensors;
    private readonly List<SafetensorsEntry> entries = [];
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);

    private int textBytes;

    private SafetensorsHeader(string path, long start, long dataLength, bool asTensors) =>
        (this.path, this.start, this.dataLength, this.asTensors) = (path, start, dataLength, asTensors);

    /// <summary>The tensors, in the order of their values.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => entries;

    /// <summary>The texts of <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Where in the file the values start.</summary>
    public long DataStart { get; private init; }

    /// <summary>
    /// Reads and checks a file's header. Nothing is allocated for what the file is too short to hold.
    /// </summary>
    /// <param name="stream">The file, at its first byte.</param>
    /// <param name="path">The file, named in errors.</param>
    /// <param name="asTensors">
    /// Whether each entry must make a <see cref="Tensor"/>: float32, of few enough axes and elements.
    /// </param>
    /// <exception cref="DataException">The header breaks the format.</exception>
    public static SafetensorsHeader Read(FileStream stream, string path, bool asTensors)
    {
        byte[] json = ReadJson(stream, path);
        var header = new SafetensorsHeader(path, LengthBytes, stream.Length - LengthBytes - json.Length, asTensors)
        {
            DataStart = LengthBytes + json.Length,
        };
        header.Parse(json);
        return header;
    }

    private void Parse(byte[] json)
    {
        if (json is not [(byte)'{', ..])
            throw DataException.AtByte(path, start,
                "the header does not begin with '{'; expected a JSON object: check that this is a safetensors file.");
        var reader = new Utf8JsonReader(json);
        try
        {
            ReadRoot(ref reader);
        }
        catch (JsonException error)
        {
            // The inner message quotes what follows, up to the end of the header.
            throw DataException.AtByte(
                path,
                start + reader.BytesConsumed,
                "the header is not valid JSON; save the file again.",
                error);
        }

        CheckRanges(DataStart);
    }

    private static byte[] ReadJson(FileStream stream, string path)
    {
        if (stream.Length < LengthBytes)
            throw DataException.AtByte(
                path,
                stream.Length,
                $"the file ends here; expected the {LengthBytes} bytes of the header's length: fetch or save "
                    + "it again.");
        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
            throw DataException.AtByte(
                path,
                0,
                $"the header's length is {length}; expected at most {LongestHeader}: check that this is a " +
                    "safetensors file.");
        if (length > (ulong)(stream.Length - LengthBytes))
            throw DataException.AtByte(
                path,
                0,
                $"the header's length is {length} and {stream.Length - LengthBytes} bytes follow; the file is " +
                    "cut short: fetch or save "
                    + "it again.");
        byte[] json = new byte[length];
        stream.ReadExactly(json);
        return json;
    }

    private void ReadRoot(ref Utf8JsonReader reader)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        while (NextKey(ref reader, "the header", seen) is { } name)
        {
            if (name == MetadataKey)
                ReadMetadata(ref reader);
            else if (entries.Count < MostEntries)
                ReadEntry(ref reader, name);
            else
                throw Error(
                    ref reader,
                    $"the header has more than {MostEntries} tensors; expected at most {MostEntries}: save "
                        + "them in several files.");
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
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey} {OneLine.Excerpt(key)}", "a text");
            metadata.Add(key, Text(ref reader));
        }
    }

    private void ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string what = $"tensor {OneLine.Excerpt(name)}";
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
                    shape = ReadNumbers(
                        ref reader,
                        $"{what}, shape",
                        asTensors ? Shape.MaximumRank : MostAxes,
                        "save the tensor with fewer axes");
                    break;
                case "data_offsets":
                    range = ReadNumbers(ref reader, $"{what}, data_offsets", 2, "save the file again");
                    break;
                default:
                    throw Error(
                        ref reader,
                        $"{what} has the key {OneLine.Excerpt(key)}; expected dtype, shape and " +
                            "data_offsets: save the file again.");
            }
        }

        if (dtype is null || shape is null || range is null)
            throw DataException.AtByte(
                path,
                offset,
                $"{what} has no {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}; expected " +
                    "dtype, shape and "
                    + "data_offsets: save the file again.");
        if (asTensors && dtype != Float32)
            throw DataException.AtByte(
                path,
                offset,
                $"{what} has the dtype {OneLine.Excerpt(dtype)}; expected {Float32}: " + "save it as float32.");
        entries.Add(Checked(name, what, dtype, shape, range, offset));
    }

    private SafetensorsEntry Checked(
        string name,
        string what,
        string dtype,
        List<long> shape,
        List<long> range,
        long offset)
    {
        string extents = ArrayShape.Text(shape);
        // Without those of 0: an extent of 0 would hide that the product of the others, a number of rows, overflows.
        if (asTensors && ArrayShape.Elements(shape.FindAll(extent => extent != 0)) > int.MaxValue)
            throw DataException.AtByte(
                path,
                offset,
                $"{what} has the shape {extents}; expected extents, apart from 0, of a product of at most " +
                    $"{int.MaxValue}: cut the tensor into parts.");
        if (range.Count != 2 || range[0] > range[1] || range[1] > dataLength)
            throw DataException.AtByte(
                path,
                offset,
                $"{what} has the data_offsets [{string.Join(", ", range)}]; expected a begin and an end within " +
                    $"the {dataLength} "
                    + "bytes that "
                    + "follow the header: the file is damaged or cut short.");
        ElementType? element = SafetensorsType.Parse(dtype);
        long bytes = range[1] - range[0];
        // The values of another type are never read, and how many bytes they take is not known.
        if (element is not null && (UInt128)bytes != ArrayShape.Bytes(shape, element.Size))
            throw DataException.AtByte(
                path,
                offset,
                $"{what} has {bytes} bytes; expected {ArrayShape.BytesText(shape, element.Size)} for {dtype} of " +
                    $"shape {extents}: save "
                    + "the file again.");
        return new SafetensorsEntry(name, dtype, element, shape, range[0], range[1], offset);
    }

    private void CheckRanges(long dataStart)
    {
        entries.Sort((a, b) => (a.Begin, a.End, a.HeaderOffset).CompareTo((b.Begin, b.End, b.HeaderOffset)));
        long end = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != end)
                throw DataException.AtByte(
                    path,
                    entry.HeaderOffset,
                    $"tensor {OneLine.Excerpt(entry.Name)} begins at {entry.Begin}, and the values before " +
                        $"it end at {end}; "
                        + "expected "
                        + $"no {(entry.Begin > end ? "gap" : "overlap")}: save the file again.");
            end = entry.End;
        }

        if (end != dataLength)
            throw DataException.AtByte(
                path,
                dataStart + end,
                $"{dataLength - end} bytes follow the last tensor's values; expected the end of the file: save " +
                    "it again.");
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string what, int most, string remedy)
    {
        Expect(ref reader, JsonTokenType.StartArray, what, "an array of whole numbers");
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw Error(
                    ref reader,
                    $"{what} holds something else than a whole number from 0 to {long.MaxValue}; save the file again.");
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
            : throw Error(
                ref reader,
                $"{what} has the key {OneLine.Excerpt(key)} twice; expected it once: save the file again.");
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what, string expected)
    {
        reader.Read();
        if (reader.TokenType != type)
            throw Error(ref reader, $"{what} is not {expected}; save the file again.");
    }

    private string Text(ref Utf8JsonReader reader)
    {
        textBytes += reader.ValueSpan.Length;
        if (textBytes > MostTextBytes)
            throw Error(
                ref reader,
                $"the texts of the header have more than {MostTextBytes} bytes; expected at most as many: "
                    + "save fewer or shorter ones.");
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw DataException.AtByte(
                path,
                start + reader.TokenStartIndex,
                "a text of the header is not valid UTF-8; save the file again.",
                error);
        }
    }

    private DataException Error(ref Utf8JsonReader reader, string problem) =>
        DataException.AtByte(path, start + reader.TokenStartIndex, problem);
}
