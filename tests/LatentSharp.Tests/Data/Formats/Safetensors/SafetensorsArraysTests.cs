using System.Buffers.Binary;
using System.Text;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;

namespace LatentSharp.Tests.Data.Formats.Safetensors;

/// <summary>What is accepted beyond the tensors of a model, and the bounds on what a header may hold.</summary>
public sealed class SafetensorsArraysTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private string Write(string header, int dataLength)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return directory.Write("a.safetensors", [.. length, .. json, .. new byte[dataLength]]);
    }

    private string Refusal(string header, int dataLength)
    {
        string path = Write(header, dataLength);
        string message = Assert.Throws<DataException>(() => SafetensorsArrays.Open(path)).Message;
        Assert.StartsWith($"{path}: ", message);
        return message[(path.Length + 2)..];
    }

    [Fact]
    public void Types_and_shapes_that_make_no_tensor_of_a_model_are_opened()
    {
        using var file = SafetensorsArrays.Open(
            Write(
                """{"a":{"dtype":"I64","shape":[1,1,2,1,1],"data_offsets":[0,16]}"""
                    + ""","b":{"dtype":"C64","shape":[7],"data_offsets":[16,17]}"""
                    + ""","c":{"dtype":"BOOL","shape":[0,9223372036854775807],"data_offsets":[17,17]}}""",
                17));
        Assert.Equal(["a", "b", "c"], file.Names);
        Assert.Equal([1, 1, 2, 1, 1], file.OpenArray("a").Shape);
        Assert.Equal("int64", file.OpenArray("a").Element.ToString());
        Assert.Equal("bool", file.OpenArray("c").Element.ToString());
        Assert.EndsWith(
            "byte 71: tensor 'b' has the dtype 'C64'; expected F16, BF16, F32, F64, I8 to I64, U8 to U64 or " +
                "BOOL: convert it before saving.",
            Assert.Throws<DataException>(() => file.OpenArray("b")).Message);
    }

    [Theory]
    [InlineData(
        "F16",
        "[3]",
        5,
        "byte 9: tensor 'a' has 5 bytes; expected 6 for F16 of shape [3]: save the file again.")]
    [InlineData(
        "F64",
        "[4294967296,4294967296]",
        0,
        "byte 9: tensor 'a' has 0 bytes; expected more than 9223372036854775807 for F64 of shape [4294967296, " +
            "4294967296]: save the file again."
    )]
    [InlineData(
        "U8",
        "[4294967296,2048]",
        8,
        "byte 9: tensor 'a' has 8 bytes; expected 8796093022208 for U8 of shape [4294967296, 2048]: save the " +
            "file again."
    )]
    public void A_range_that_does_not_match_the_shape_is_refused(
        string dtype,
        string shape,
        int bytes,
        string expected) =>
        Assert.Equal(
            expected,
            Refusal($$$"""{"a":{"dtype":"{{{dtype}}}","shape":{{{shape}}},"data_offsets":[0,{{{bytes}}}]}}""", bytes));

    [Fact]
    public void The_ranges_of_types_that_are_not_read_must_still_fill_the_file() =>
        Assert.Equal(
            "byte 9: tensor 'a' begins at 1, and the values before it end at 0; expected no gap: save the file again.",
            Refusal("""{"a":{"dtype":"new","shape":[7],"data_offsets":[1,2]}}""", 2));

    [Fact]
    public void More_tensors_than_memory_should_hold_are_refused()
    {
        string header = string.Join(
            ',',
            Enumerable
                .Range(0, 100_001)
                .Select(i => $$"""{{'"'}}{{i}}":{"dtype":"F32","shape":[],"data_offsets":[{{4 * i}},{{4 * i + 4}}]}""")
        );
        Assert.EndsWith(
            "the header has more than 100000 tensors; expected at most 100000: save them in several files.",
            Refusal($"{{{header}}}", 400_004));
    }

    [Fact]
    public void Texts_that_take_more_memory_than_the_header_are_refused()
    {
        string header = $$$"""{"__metadata__":{"a":"{{{new string('x', 1 << 24)}}}"}}""";
        string path = Write(header, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Matches(
            "byte [0-9]+: the texts of the header have more than 16777216 bytes; expected at most as many: save " +
                "fewer or shorter ones\\.$",
            Assert.Throws<DataException>(() => SafetensorsArrays.Open(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, header.Length, header.Length + (1 << 20));
    }
}
