using LatentSharp.Data;
using LatentSharp.Data.Formats.Idx;

namespace LatentSharp.Tests.Data.Formats.Idx;

public sealed class IdxFileTests : IDisposable
{
    private const uint Labels = 0x801, Images = 0x803;

    private static readonly byte[] TwoImages = IdxBytes.Of(Images, [2, 1, 3], 1, 2, 3, 4, 5, 6);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    /// <summary>What is said after the file's name.</summary>
    private string Refusal(byte[] bytes)
    {
        string path = directory.Write("bad.idx", bytes);
        string message = Assert.Throws<DataException>(() => IdxFile.Read(path)).Message;
        Assert.StartsWith($"{path}: ", message);
        return message[(path.Length + 2)..];
    }

    [Fact]
    public void Images_are_read_plain_and_compressed_whatever_the_file_is_called()
    {
        string[] paths =
        [
            directory.Write("plain.gz", TwoImages),
            directory.Write("packed", IdxBytes.Compressed(TwoImages)),
        ];
        foreach (string path in paths)
        {
            IdxFile file = IdxFile.Read(path);
            Assert.Equal([2, 1, 3], file.Extents);
            Assert.Equal([1, 2, 3, 4, 5, 6], Values(file));
        }
    }

    [Fact]
    public void A_long_compressed_file_is_read_whole()
    {
        byte[] values = new byte[3_000_001];
        for (int i = 0; i < values.Length; i++)
            values[i] = (byte)(i % 251);
        string path = directory.Write("long", IdxBytes.Compressed(IdxBytes.Of(Labels, [3_000_001], values)));
        Assert.Equal(values.Select(value => (double)value), Values(IdxFile.Read(path)));
    }

    [Theory]
    [InlineData(new byte[0], 0)]
    [InlineData(new byte[] { 0, 0, 8 }, 3)]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0 }, 10)]
    public void A_file_that_ends_within_its_header_is_refused(byte[] bytes, int offset) =>
        Assert.Equal($"byte {offset}: the file ends within its header; fetch it again.", Refusal(bytes));

    [Theory]
    [InlineData(0x08, "FE03", 254, 3)]
    [InlineData(0x09, "FE03", -2, 3)]
    [InlineData(0x0B, "FFFE0103", -2, 259)]
    [InlineData(0x0C, "FFFFFFFE00010003", -2, 65539)]
    [InlineData(0x0D, "3F000000C0200000", 0.5, -2.5)]
    [InlineData(0x0E, "3FD5555555555555C008000000000000", 1 / 3.0, -3)]
    public void Every_type_of_the_format_is_read(uint code, string hex, double first, double second)
    {
        byte[] whole = IdxBytes.Of(code << 8 | 1, [2], Convert.FromHexString(hex));
        foreach (byte[] bytes in (byte[][])[whole, IdxBytes.Compressed(whole)])
        {
            IdxFile file = IdxFile.Read(directory.Write("typed", bytes));
            Assert.Equal([first, second], Values(file));
            // Once more: reading does not turn the file's own bytes around.
            Assert.Equal([first, second], Values(file));
        }

        Assert.StartsWith($"byte {whole.Length - 1}: the file ends after 1 of the 2 values", Refusal(whole[..^1]));
    }

    [Theory]
    [InlineData(0x89504E47u)]
    [InlineData(0x00000A03u)]
    [InlineData(0x00000800u)]
    public void What_is_no_idx_array_is_refused(uint start) =>
        Assert.Equal(
            "byte 0: the file does not begin as an IDX array does, with two zero bytes, a type and a rank; expected " +
                "images or labels in that format: write them anew.",
            Refusal(IdxBytes.Of(start, [1, 1, 1], 0)));

    [Theory]
    [InlineData(0x0802u, "uint8", "60 x 64", "give each row the height and width of its image")]
    [InlineData(0x0D04u, "float32", "60 x 8 x 8 x 3",
        "make the colours grey, such as by their mean over the last axis,")]
    [InlineData(0x0804u, "uint8", "60 x 3 x 8 x 8",
        "make the colours grey, such as by their mean over the second axis,")]
    [InlineData(0x0C05u, "int32", "2 x 1 x 8 x 8 x 8", "bring it into one of these shapes")]
    public void Another_shape_is_named_with_its_type_and_the_way_to_convert(
        uint start, string type, string shape, string remedy) =>
        Assert.Equal(
            $"byte 0: this is an array of {type} with the extents {shape}; expected images, examples x height x " +
                $"width, or labels, examples: {remedy} and write the file anew.",
            Refusal(IdxBytes.Of(start, [.. shape.Split(" x ").Select(uint.Parse)])));

    [Fact]
    public void A_truncated_file_is_refused()
    {
        Assert.Equal(
            "byte 21: the file ends after 5 of the 6 values that its header declares (2 x 1 x 3); it is cut " +
                "short: fetch it again.",
            Refusal(TwoImages[..^1]));
        Assert.Equal(
            "byte 21 of the decompressed content: the file ends after 5 of the 6 values that its header declares " +
                "(2 x 1 x 3); it is cut short: fetch it again.",
            Refusal(IdxBytes.Compressed(TwoImages[..^1])));
    }

    [Fact]
    public void Trailing_bytes_are_refused()
    {
        Assert.Equal(
            "byte 22: more bytes follow the 6 values that the header declares (2 x 1 x 3); expected the end of " +
                "the file: remove them, or correct the header.",
            Refusal([.. TwoImages, 0, 0]));
        Assert.StartsWith(
            "byte 22 of the decompressed content: more bytes follow the 6 values",
            Refusal(IdxBytes.Compressed([.. TwoImages, 0])));
    }

    [Fact]
    public void Sizes_that_overflow_are_refused()
    {
        Assert.Equal(
            "byte 8: extent 1 is 4294967295; expected at most 2147483647: the header is damaged.",
            Refusal(IdxBytes.Of(Images, [1, uint.MaxValue, 1])));

        // 2^31 - 1 cubed wraps to 2^31 - 1 in 32 bits and to a negative number in 64.
        Assert.Equal(
            "byte 4: the header declares 2147483647 x 2147483647 x 2147483647 values of 1 byte; expected at most " +
                "2147483591 bytes: the header is damaged, or the file must be cut into parts.",
            Refusal(IdxBytes.Of(Images, [int.MaxValue, int.MaxValue, int.MaxValue])));
    }

    [Fact]
    public void Memory_is_not_asked_for_by_the_header_alone()
    {
        byte[] promising = IdxBytes.Of(Labels, [2_000_000_000], 1, 2, 3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.StartsWith("byte 11: the file ends after 3 of the 2000000000 values", Refusal(promising));
        Assert.StartsWith(
            "byte 11 of the decompressed content: the file ends after 3 of the 2000000000 values",
            Refusal(IdxBytes.Compressed(promising)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
    }

    [Theory]
    [InlineData(6u, "byte 14 of the decompressed content: more bytes follow the 6 values")]
    [InlineData(
        2_000_000_000u,
        "byte 33554440 of the decompressed content: the file ends after 33554432 of the 2000000000 values")]
    public void Memory_is_not_asked_for_by_what_does_not_fit_the_header(uint promised, string refusal)
    {
        byte[] bomb = IdxBytes.Compressed(IdxBytes.Of(Labels, [promised], new byte[1 << 25]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.StartsWith(refusal, Refusal(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
    }

    // The last eight bytes of a gzip file are the checksum and the length of its content; before them stand the values.
    [Theory]
    [InlineData(9)]
    [InlineData(200)]
    public void A_gzip_stream_that_is_cut_short_is_refused(int cut) =>
        Assert.Contains("cut short", Refusal(Squares()[..^cut]));

    [Fact]
    public void A_gzip_stream_whose_checksum_is_wrong_is_refused()
    {
        byte[] changed = Squares();
        changed[^5] ^= 0xFF;
        Assert.Matches(
            "^byte [0-9]+: the gzip stream is damaged or cut short \\(.+\\); fetch the file again\\.$",
            Refusal(changed));
    }

    private static double[] Values(IdxFile file)
    {
        double[] values = new double[file.Count];
        file.Read(0, values);
        return values;
    }

    private static byte[] Squares() =>
        IdxBytes.Compressed(
            IdxBytes.Of(Labels, [1000], [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * i * i >> 3))]));
}
