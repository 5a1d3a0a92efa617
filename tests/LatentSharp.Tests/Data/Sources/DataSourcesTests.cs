using System.Buffers.Binary;
using System.Text;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Data.Sources;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Data.Formats.Idx;

namespace LatentSharp.Tests.Data.Sources;

/// <summary>Files are known by their content; what no source reads is told what would be accepted.</summary>
public sealed class DataSourcesTests : IDisposable
{
    private const string Accepted = "expected one of digits, mnist, CSV file, IDX file: ";
    private const string Table = "x,größe,kind\r\n1.5,2,a\r\n3,4,b\r\n";

    private static readonly byte[] Images = IdxBytes.Of(0x803, [2, 2, 2], 0, 255, 51, 102, 200, 100, 128, 127);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("table.csv")]
    [InlineData("table.txt")]
    [InlineData("table.dat")]
    [InlineData("table.idx")]
    [InlineData("table")]
    public void A_table_is_known_whatever_its_name(string name)
    {
        Assert.Equal("CSV file", SourceOf(name, Encoding.UTF8.GetBytes(Table)));
        Assert.Equal("CSV file", SourceOf(name, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Table)]));
        Assert.Equal("CSV file", SourceOf(name, "\"a name\nof two lines\",y\n1,2\n"u8));
        Assert.Equal("CSV file", SourceOf(name, Encoding.Latin1.GetBytes(Table)));
    }

    [Theory]
    [InlineData("images.idx")]
    [InlineData("images.csv")]
    [InlineData("images.gz")]
    [InlineData("images")]
    public void Images_are_known_whatever_their_name(string name)
    {
        Assert.Equal("IDX file", SourceOf(name, Images));
        Assert.Equal("IDX file", SourceOf(name, IdxBytes.Compressed(Images)));
    }

    [Fact]
    public void A_long_table_may_be_cut_within_a_character()
    {
        string rows = string.Concat(Enumerable.Repeat("1,ö\n", 40_000));
        for (int shift = 0; shift < 4; shift++)
            Assert.Equal("CSV file", SourceOf("table", Encoding.UTF8.GetBytes($"x{new string('x', shift)},y\n{rows}")));
    }

    [Fact]
    public void Names_come_before_files() =>
        Assert.Equal(["digits", "mnist"], new[] { "digits", "mnist" }.Select(name => DataSources.For(name).Name));

    [Fact]
    public void A_renamed_file_is_loaded_as_the_same_data()
    {
        string rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 3}\n"));
        string csv = directory.Write("table.csv", Encoding.UTF8.GetBytes($"x,y\n{rows}")),
            plain = directory.Write("table", File.ReadAllBytes(csv));
        RunSetup Load(string path) =>
            RunSetup.Load(new RunConfiguration { Data = path, Condition = ["x"], Target = ["y"] });
        Assert.Equal(Load(csv).Source.Fingerprint, Load(plain).Source.Fingerprint);
        Assert.Equal("table", Load(plain).Source.Name);
    }

    public static TheoryData<string, byte[], string> Others()
    {
        byte[] safetensors = new byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(safetensors, 56);
        safetensors[8] = (byte)'{';
        byte[] tar = new byte[512];
        "points.csv"u8.CopyTo(tar);
        "ustar"u8.CopyTo(tar.AsSpan(257));
        return new()
        {
            { "arrays.csv", Zip("mean.npy"), "the content is an archive of NumPy arrays (.npz)" },
            { "sheet.csv", Zip("[Content_Types].xml"), "the content is a spreadsheet or Office document" },
            { "pack.csv", Zip("table.csv"), "the content is a zip archive" },
            { "array.csv", [0x93, .. "NUMPY\x01\0"u8], "the content is a NumPy array (.npy)" },
            { "weights.csv", safetensors, "the content is safetensors" },
            { "pack.csv", tar, "the content is a tar archive" },
            { "table.csv", [.. "PAR1\x15\0"u8], "the content is a Parquet table" },
            { "picture.idx", [0x89, .. "PNG\r\n\x1A\n\0\0\0\rIHDR"u8], "the content is a PNG image" },
            { "picture.idx", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "the content is a JPEG image" },
            { "empty.csv", [], "the file is empty" },
            { "wide.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Table)],
                "the content is text in UTF-16 or UTF-32" },
            { "wide.csv", Encoding.Unicode.GetBytes(Table), "the content is text in UTF-16 or UTF-32" },
            { "wide.csv", Encoding.BigEndianUnicode.GetBytes(Table), "the content is text in UTF-16 or UTF-32" },
            { "table.csv", [.. "x;y\n1;2\n"u8], "the content is a table whose fields are separated by semicolons" },
            { "table.csv", [.. "x\ty\n1\t2\n"u8], "the content is a table whose fields are separated by tabs" },
            { "notes.csv", [.. "some notes\n"u8], "the content is text without a comma in its first line" },
            { "rows.csv", [.. "[{\"x\": 1, \"y\": 2}]"u8], "the content is JSON" },
            { "page.csv", [.. "<html><p>a, b</p>"u8], "the content is XML or HTML" },
            { "table.csv", IdxBytes.Compressed("x,y\n1,2\n"u8.ToArray()),
                "the content is in gzip, and is no IDX array" },
            { "garbage.csv", Garbage(), "the content is neither text nor of a known format" },
        };
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_no_source_reads_is_told_what_would_be_accepted(string name, byte[] content, string found)
    {
        string path = directory.Write(name, content);
        string message = Refusal(path);
        Assert.StartsWith($"{path}: {found}; {Accepted}", message, StringComparison.Ordinal);
        Assert.Matches(": [^:]+ [^:]+\\.$", message);
    }

    [Fact]
    public void A_damaged_gzip_stream_is_named_as_such() =>
        Assert.StartsWith(
            $"{directory["cut.gz"]}: the gzip stream is damaged or cut short",
            Refusal(directory.Write("cut.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF])));

    [Fact]
    public void A_folder_and_a_file_that_is_not_there_are_told_apart()
    {
        string folder = Directory.CreateDirectory(directory["folder"]).FullName;
        Assert.Equal($"{folder}: this is a folder; {Accepted}give a file in it.", Refusal(folder));
        Assert.Equal(
            $"{directory["absent.csv"]}: there is no such file; check the path.",
            Refusal(directory["absent.csv"]));
        Assert.Equal(
            $"{directory["mnits"]}: there is no such file; check the path, or give the name mnist.",
            Refusal(directory["mnits"]));
        Directory.Delete(folder);
    }

    private static byte[] Zip(string entry) =>
        [.. "PK"u8, 3, 4, .. new byte[22], (byte)entry.Length, 0, 0, 0, .. Encoding.UTF8.GetBytes(entry), 1, 2, 3];

    private static byte[] Garbage()
    {
        float[] draws = new float[4096];
        new RandomStream(3, RandomPurpose.Synthesis).FillUniform(draws);
        return [.. draws.Select(draw => (byte)(draw * 256))];
    }

    private static string Refusal(string path) => Assert.Throws<DataException>(() => DataSources.For(path)).Message;

    private string SourceOf(string name, ReadOnlySpan<byte> content) =>
        DataSources.For(directory.Write(name, content)).Name;
}
