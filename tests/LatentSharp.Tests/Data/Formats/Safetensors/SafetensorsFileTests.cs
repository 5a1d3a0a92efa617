using System.Buffers.Binary;
using System.Text;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Data.Formats.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private static byte[] Bytes(string header, params byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    private static string Entry(string name, string shape, string offsets, string dtype = "F32") =>
        $$"""{{'"'}}{{name}}":{"dtype":"{{dtype}}","shape":{{shape}},"data_offsets":{{offsets}}}""";

    /// <summary>What is said after the file's name.</summary>
    private string Refusal(byte[] bytes)
    {
        string path = directory.Write("bad.safetensors", bytes);
        string message = Assert.Throws<DataException>(() => SafetensorsFile.Read(path)).Message;
        Assert.StartsWith($"{path}: ", message);
        return message[(path.Length + 2)..];
    }

    private string Refusal(string entries, int dataLength) => Refusal(Bytes($"{{{entries}}}", new byte[dataLength]));

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        string path = directory["model.safetensors"];
        SafetensorsFile.Write(
            path,
            [("w", Tensor.FromValues(new Shape(1, 2), [1, -2])), ("b", Tensor.FromValues(Shape.Scalar, [0.5f]))],
            new Dictionary<string, string> { ["z"] = "1", ["a"] = "say \"so\" ä" }
        );
        const string json =
            """{"__metadata__":{"a":"say \"so\" ä","z":"1"}"""
            + ""","b":{"dtype":"F32","shape":[],"data_offsets":[0,4]}"""
            + ""","w":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}""";
        string padded = json.PadRight(json.Length + (-Encoding.UTF8.GetByteCount(json) & 7));
        Assert.NotEqual(json, padded);
        Assert.Equal(
            Bytes(padded, 0x00, 0x00, 0x00, 0x3F, 0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0xC0),
            File.ReadAllBytes(path));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        string path = directory["model.safetensors"];
        (string, Tensor)[] tensors =
        [
            (
                "decoder/größe \"q\"\n",
                Tensor.FromValues(new Shape(2, 1, 1, 2), [1, float.NaN, float.NegativeInfinity, -0f])),
            ("empty", new Tensor(new Shape(0, 3))),
            ("also empty", new Tensor(new Shape(0))),
            ("scalar", Tensor.FromValues(Shape.Scalar, [MathF.PI])),
        ];
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string> { ["kind"] = "größe" });
        SafetensorsFile file = SafetensorsFile.Read(path);
        Assert.Equal(tensors.Select(tensor => tensor.Item1).Order(StringComparer.Ordinal), file.Names);
        foreach ((string name, Tensor tensor) in tensors)
        {
            Assert.Equal(tensor.Shape, file[name].Shape);
            Assert.Equal(
                tensor.Span.ToArray().Select(BitConverter.SingleToInt32Bits),
                file[name].Span.ToArray().Select(BitConverter.SingleToInt32Bits));
        }

        Assert.Equal("größe", file.Metadata["kind"]);
        Assert.True(file.Contains("scalar"));
        Assert.False(file.Contains("vector"));
    }

    [Fact]
    public void Writing_replaces_the_file_and_leaves_nothing_beside_it()
    {
        string path = directory["model.safetensors"];
        SafetensorsFile.Write(path, [("a", new Tensor(new Shape(100)))]);
        SafetensorsFile.Write(path, [("b", new Tensor(new Shape(1)))]);
        Assert.Equal(["b"], SafetensorsFile.Read(path).Names);
        Assert.Equal(["model.safetensors"], directory.Files());
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_beside_it()
    {
        string path = directory.Write("kept", [1, 2, 3]);
        Assert.Throws<NotSupportedException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(9);
            throw new NotSupportedException();
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["kept"], directory.Files());
    }

    [Fact]
    public void Names_that_cannot_be_written_are_refused()
    {
        Tensor one = new(new Shape(1));
        Assert.Equal(
            "SafetensorsFile: two tensors are named 'a'; names must be distinct.",
            Assert
                .Throws<ArgumentException>(() => SafetensorsFile.Write(directory["x"], [("a", one), ("a", one)]))
                .Message);
        Assert.Equal(
            "SafetensorsFile: a tensor is named __metadata__, which the format reserves; give it another name.",
            Assert
                .Throws<ArgumentException>(() => SafetensorsFile.Write(directory["x"], [("__metadata__", one)]))
                .Message);
        Assert.Empty(directory.Files());
    }

    // As other writers leave it: entries out of order, white space, another order of keys.
    [Fact]
    public void Tensors_are_found_by_their_ranges_and_named_in_the_order_of_values()
    {
        string path = directory.Write(
            "other",
            Bytes(
                """{ "second": {"data_offsets":[4,8],"shape":[1],"dtype":"F32"},"""
                    + """ "first":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}   """,
                0,
                0,
                0x80,
                0x3F,
                0,
                0,
                0,
                0x40));
        SafetensorsFile file = SafetensorsFile.Read(path);
        Assert.Equal(["first", "second"], file.Names);
        Assert.Equal([1], file["first"].Span);
        Assert.Equal([2], file["second"].Span);
        Assert.Empty(file.Metadata);
        Assert.Equal(
            $"{path}: there is no tensor 'frist' in the file; did you mean 'first'?",
            Assert.Throws<DataException>(() => file["frist"]).Message);
    }

    [Fact]
    public void A_header_that_the_file_cannot_hold_is_refused()
    {
        Assert.Equal(
            "byte 3: the file ends here; expected the 8 bytes of the header's length: fetch or save it again.",
            Refusal([1, 2, 3]));
        Assert.Equal(
            "byte 0: the header's length is 100 and 2 bytes follow; the file is cut short: fetch or save it again.",
            Refusal([100, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8]));
        Assert.Equal(
            "byte 0: the header's length is 18446744073709551615; expected at most 100000000: check that this is " +
                "a safetensors file.",
            Refusal([255, 255, 255, 255, 255, 255, 255, 255, .. "{}"u8]));
        Assert.Equal(
            "byte 0: the header's length is 100000001; expected at most 100000000: check that this is a " +
                "safetensors file.",
            Refusal([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0, .. "{}"u8]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" {}")]
    [InlineData("[]")]
    public void A_header_that_is_no_object_is_refused(string header) =>
        Assert.Equal(
            "byte 8: the header does not begin with " +
                "'{'; expected a JSON object: check that this is a safetensors file.",
            Refusal(Bytes(header)));

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\"")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":none,\"b\":{}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",}}")]
    public void A_header_that_is_not_json_is_refused(string header)
    {
        string refusal = Refusal(Bytes(header));
        Assert.Matches("^byte [0-9]+: the header is not valid JSON; save the file again\\.$", refusal);
    }

    [Fact]
    public void Text_that_is_not_unicode_is_refused()
    {
        Assert.Equal(
            "byte 9: a text of the header is not valid UTF-8; save the file again.",
            Refusal([7, 0, 0, 0, 0, 0, 0, 0, .. "{\""u8, 0xFF, .. "\":1}"u8]));
        Assert.Equal(
            "byte 9: a text of the header is not valid UTF-8; save the file again.",
            Refusal(Bytes("{\"\\ud800\":1}")));
    }

    [Fact]
    public void A_key_given_twice_is_refused()
    {
        Assert.Equal(
            "byte 62: the header has the key 'a' twice; expected it once: save the file again.",
            Refusal($"{Entry("a", "[1]", "[0,4]")},{Entry("a", "[1]", "[0,4]")}", 4));
        Assert.Equal(
            "byte 28: tensor 'a' has the key 'dtype' twice; expected it once: save the file again.",
            Refusal("\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}", 0));
        Assert.Equal(
            "byte 33: __metadata__ has the key 'k' twice; expected it once: save the file again.",
            Refusal("\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}", 0));
    }

    [Theory]
    [InlineData(
        "\"a\":1",
        "byte 13: tensor 'a' is not an object with dtype, shape and data_offsets; save the file again.")]
    [InlineData(
        "\"a\":{\"dtype\":1}",
        "byte 22: tensor 'a', dtype is not a text such as \"F32\"; save the file again.")]
    [InlineData(
        "\"a\":{\"shape\":3}",
        "byte 22: tensor 'a', shape is not an array of whole numbers; save the file again.")]
    [InlineData(
        "\"a\":{\"shape\":[1.5]}",
        "byte 23: tensor 'a', shape holds something else than a whole number from 0 to 9223372036854775807; save " +
            "the file again."
    )]
    [InlineData(
        "\"a\":{\"shape\":[-1]}",
        "byte 23: tensor 'a', shape holds something else than a whole number from 0 to 9223372036854775807; save " +
            "the file again."
    )]
    [InlineData(
        "\"a\":{\"shape\":[[1]]}",
        "byte 23: tensor 'a', shape holds something else than a whole number from 0 to 9223372036854775807; save " +
            "the file again."
    )]
    [InlineData(
        "\"a\":{\"shape\":[1,1,1,1,1]}",
        "byte 31: tensor 'a', shape has more than 4 numbers; expected at most 4: save the tensor with fewer axes.")]
    [InlineData(
        "\"a\":{\"data_offsets\":[0,4,8]}",
        "byte 34: tensor 'a', data_offsets has more than 2 numbers; expected at most 2: save the file again.")]
    [InlineData(
        "\"a\":{\"stride\":[1]}",
        "byte 14: tensor 'a' has the key 'stride'; expected dtype, shape and data_offsets: save the file again.")]
    [InlineData(
        "\"a\":{\"dtype\":\"F32\",\"shape\":[]}",
        "byte 9: tensor 'a' has no data_offsets; expected dtype, shape and data_offsets: save the file again.")]
    [InlineData("\"__metadata__\":[]", "byte 24: __metadata__ is not an object of texts; save the file again.")]
    [InlineData("\"__metadata__\":{\"k\":1}", "byte 29: __metadata__ 'k' is not a text; save the file again.")]
    public void An_entry_of_another_form_is_refused(string entries, string expected) =>
        Assert.Equal(expected, Refusal(entries, 0));

    [Theory]
    [InlineData("F16")]
    [InlineData("I64")]
    [InlineData("f32")]
    public void Another_dtype_is_refused_by_name(string dtype) =>
        Assert.Equal(
            $"byte 9: tensor 'a' has the dtype '{dtype}'; expected F32: save it as float32.",
            Refusal(Entry("a", "[1]", "[0,4]", dtype), 4));

    [Theory]
    [InlineData("[2147483648]", "[2147483648]")]
    [InlineData("[65536,65536]", "[65536, 65536]")]
    [InlineData("[9223372036854775807,9223372036854775807,2,2]", "[9223372036854775807, 9223372036854775807, 2, 2]")]
    [InlineData("[0,9223372036854775807]", "[0, 9223372036854775807]")]
    [InlineData("[2147483647,2147483647,0]", "[2147483647, 2147483647, 0]")]
    [InlineData("[0,2147483647,2147483647]", "[0, 2147483647, 2147483647]")]
    public void A_shape_that_overflows_is_refused(string shape, string shown) =>
        Assert.Equal(
            $"byte 9: tensor 'a' has the shape {shown}; expected extents, apart from 0, of a product of at most " +
                "2147483647: cut the tensor into parts.",
            Refusal(Entry("a", shape, "[0,0]"), 0));

    [Theory]
    [InlineData("[0,12]", "[0, 12]")]
    [InlineData("[8,0]", "[8, 0]")]
    [InlineData("[0]", "[0]")]
    [InlineData("[0,9223372036854775807]", "[0, 9223372036854775807]")]
    public void A_range_outside_the_data_is_refused(string range, string shown) =>
        Assert.Equal(
            $"byte 9: tensor 'a' has the data_offsets {shown}; expected a begin and an end within the 8 bytes " +
                "that follow the header: the file is damaged or cut short.",
            Refusal(Entry("a", "[2]", range), 8));

    [Fact]
    public void A_range_that_does_not_match_the_shape_is_refused() =>
        Assert.Equal(
            "byte 9: tensor 'a' has 8 bytes; expected 12 for F32 of shape [3, 1]: save the file again.",
            Refusal(Entry("a", "[3,1]", "[0,8]"), 8));

    [Fact]
    public void Overlaps_gaps_and_trailing_bytes_are_refused()
    {
        Assert.Equal(
            "byte 62: tensor 'b' begins at 0, and the values before it end at 4; expected no overlap: save the " +
                "file again.",
            Refusal($"{Entry("a", "[1]", "[0,4]")},{Entry("b", "[1]", "[0,4]")}", 4));
        Assert.Equal(
            "byte 62: tensor 'b' begins at 8, and the values before it end at 4; expected no gap: save the file again.",
            Refusal($"{Entry("a", "[1]", "[0,4]")},{Entry("b", "[1]", "[8,12]")}", 12));
        Assert.Equal(
            "byte 9: tensor 'a' begins at 4, and the values before it end at 0; expected no gap: save the file again.",
            Refusal(Entry("a", "[1]", "[4,8]"), 8));
        Assert.Equal(
            "byte 66: 3 bytes follow the last tensor's values; expected the end of the file: save it again.",
            Refusal(Entry("a", "[1]", "[0,4]"), 7));
    }
}
