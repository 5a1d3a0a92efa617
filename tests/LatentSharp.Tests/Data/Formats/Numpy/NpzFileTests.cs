using LatentSharp.Data;
using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Data.Formats.Numpy;
using LatentSharp.Tests.Data.Formats.Zip;

namespace LatentSharp.Tests.Data.Formats.Numpy;

public sealed class NpzFileTests : IDisposable
{
    private static readonly byte[] Array = NpyBytes.Of<float>("<f4", "(2, 2)", 1, 2, 3, 4);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private double[] Values(byte[] bytes, string name)
    {
        using NpzFile file = NpzFile.Open(directory.Write("a.npz", bytes));
        StoredArray array = file.OpenArray(name);
        array.Prepare();
        double[] values = new double[array.Shape.Aggregate(1L, (product, extent) => product * extent)];
        array.Read(0, values);
        return values;
    }

    /// <summary>What is said after the file's name, of the file or of its array <c>x</c>.</summary>
    private string Refusal(byte[] bytes)
    {
        string message = Assert.Throws<DataException>(() => Values(bytes, "x")).Message;
        Assert.StartsWith($"{directory["a.npz"]}: ", message);
        return message[(directory["a.npz"].Length + 2)..];
    }

    private string Refusal(params ZipPart[] parts) => Refusal(ZipBytes.Of(parts));

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Stored_and_deflated_entries_are_read_with_lengths_of_32_and_of_64_bits(bool wide, bool wideEnd)
    {
        byte[] bytes = ZipBytes.Of(
            wideEnd,
            ZipPart.Stored("x.npy", Array) with
            {
                Wide = wide,
            },
            ZipPart.Deflated("größe/y.npy", NpyBytes.Of<long>("<i8", "(3,)", 7, -8, 9)) with
            {
                Wide = wide,
                Flags = 1 << 11,
            },
            ZipPart.Stored("read me.txt", [1, 2, 3]) with
            {
                Wide = wide,
            }
        );
        Assert.Equal([1, 2, 3, 4], Values(bytes, "x"));
        Assert.Equal([7, -8, 9], Values(bytes, "größe/y"));
        using NpzFile file = NpzFile.Open(directory["a.npz"]);
        Assert.Equal(["x", "größe/y"], file.Names);
    }

    [Fact]
    public void A_file_may_be_empty_or_end_with_a_comment()
    {
        using (NpzFile file = NpzFile.Open(directory.Write("a.npz", ZipBytes.Of())))
            Assert.Empty(file.Names);
        byte[] bytes = ZipBytes.Of(ZipPart.Stored("x.npy", Array));
        bytes[^2] = 3;
        Assert.Equal([1, 2, 3, 4], Values([.. bytes, .. "PK!"u8], "x"));
    }

    [Fact]
    public void An_entry_that_is_expanded_leaves_no_file_behind()
    {
        using NpzFile file = NpzFile.Open(directory.Write("a.npz", ZipBytes.Of(ZipPart.Deflated("x.npy", Array))));
        string[] before = Directory.GetFiles(Path.GetTempPath());
        file.OpenArray("x").Prepare();
        Assert.DoesNotContain(
            Directory.GetFiles(Path.GetTempPath()).Except(before),
            path => new FileInfo(path) is { Exists: true, Length: var length } && length == Array.Length);
    }

    [Fact]
    public void What_is_no_zip_file_is_refused()
    {
        const string expected =
            "the file does not end with the end record of a zip file; it is no .npz file or it is cut short: " +
                "copy or save it again.";
        byte[] sound = ZipBytes.Of(ZipPart.Stored("x.npy", Array));
        Assert.Equal($"byte 0: {expected}", Refusal(System.Array.Empty<byte>()));
        Assert.Equal($"byte {Array.Length}: {expected}", Refusal(Array));
        Assert.Equal($"byte {sound.Length - 1}: {expected}", Refusal(sound[..^1]));
        Assert.Equal($"byte {sound.Length + 1}: {expected}", Refusal([.. sound, 0]));
    }

    [Fact]
    public void A_directory_that_is_not_where_it_is_declared_is_refused()
    {
        byte[] sound = ZipBytes.Of(ZipPart.Stored("x.npy", Array));
        byte[] shifted = [0, .. sound];
        int start = sound.Length - 22 - 51;
        Assert.Equal(
            $"byte {start + 52}: the zip directory is declared to have 51 bytes from byte {start} on; expected " +
                $"it to end at byte {start + 52}: the file is damaged or cut short.",
            Refusal(shifted));
        byte[] counted = [.. sound];
        counted[^12] = 2;
        Assert.Equal(
            $"byte {start + 51}: the zip directory has 1 entries and its end record declares 2; the file is " +
                "damaged: copy or save it again.",
            Refusal(counted));
    }

    [Fact]
    public void A_name_given_twice_is_refused() =>
        Assert.EndsWith(
            "the zip directory has the name 'x.npy' twice; expected it once: save the arrays again.",
            Refusal(ZipPart.Stored("x.npy", Array), ZipPart.Stored("x.npy", Array)));

    [Fact]
    public void Entries_that_share_bytes_are_refused()
    {
        ZipPart first = ZipPart.Deflated("x.npy", Array);
        string refusal = Refusal(first, first with { Name = "y.npy", Offset = 0 });
        Assert.Equal(
            $"byte 0: entry 'y.npy' overlaps the one before it, which ends at byte {30 + first.Bytes.Length}; " +
                "expected no overlap: save the arrays again.",
            refusal);
    }

    [Fact]
    public void A_range_outside_the_file_is_refused()
    {
        ZipPart sound = ZipPart.Stored("x.npy", Array);
        int room = 30 + 5 + Array.Length;
        Assert.Equal(
            $"byte {room}: entry 'x.npy' has {Array.Length} bytes from byte 4294967294 on; expected a range " +
                $"before the zip directory, at byte {room}: the file is damaged or cut short.",
            Refusal(sound with { Offset = 0xFFFFFFFE }));
        Assert.Matches(
            "^byte [0-9]+: entry 'x.npy' has 8796093022208 bytes from byte 0 on; expected a range before",
            Refusal(sound with { CompressedLength = 1UL << 43, Length = 1UL << 43, Wide = true }));
        Assert.Matches(
            "^byte [0-9]+: entry 'x.npy' has [0-9]+ bytes from byte 18446744073709551615 on",
            Refusal(sound with { Offset = ulong.MaxValue, Wide = true }));
        Assert.EndsWith(
            "an entry of the zip directory lacks its 64-bit lengths; the file is damaged: copy or save it again.",
            Refusal(sound with { Length = uint.MaxValue }));
    }

    [Fact]
    public void An_entry_that_contradicts_its_own_header_is_refused()
    {
        ZipPart sound = ZipPart.Stored("x.npy", Array);
        Assert.Equal(
            "x.npy: byte 0: the entry's own header is not where the zip directory says, or disagrees with it; " +
                "the file is damaged: copy or save it again.",
            Refusal(sound with { LocalMethod = 8 }));
        Assert.Equal(
            "x.npy: byte 1: the entry's own header is not where the zip directory says, or disagrees with it; " +
                "the file is damaged: copy or save it again.",
            Refusal(sound with { Offset = 1, CompressedLength = 10 }));
        Assert.Equal(
            $"x.npy: the stored entry has {Array.Length} bytes and declares 4; expected as many: the file is damaged.",
            Refusal(sound with { Length = 4 }));
        Assert.Equal(
            "x.npy: the entry is compressed by method 12; expected 0 (stored) or 8 (deflated): save with " +
                "numpy.savez or numpy.savez_compressed.",
            Refusal(sound with { Method = 12 }));
        Assert.Equal(
            "x.npy: the entry is encrypted; save the arrays without a password.",
            Refusal(sound with { Flags = 1 }));
    }

    [Fact]
    public void A_deflated_entry_that_declares_terabytes_is_refused_before_it_is_expanded()
    {
        byte[] header = NpyBytes.Of("{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776,)}");
        ZipPart bomb = ZipPart.Deflated("x.npy", header) with
        {
            Length = (ulong)header.Length + (1UL << 43),
            Wide = true,
        };
        Assert.Equal(
            $"x.npy: the zip directory declares {bomb.Length} bytes in {bomb.Bytes.Length} compressed ones; " +
                "expected at most 1032 for each: the file is damaged.",
            Refusal(bomb));
    }

    [Fact]
    public void A_deflated_entry_must_expand_to_what_is_declared()
    {
        ZipPart sound = ZipPart.Deflated("x.npy", Array),
            longer = ZipPart.Deflated("x.npy", [.. Array, .. new byte[1 << 20]]);
        ZipPart shorter = ZipPart.Deflated("x.npy", Array[..^1]);
        Assert.Equal(
            $"x.npy: the deflated bytes expand to more bytes; expected {Array.Length}, as the zip directory " +
                "declares: the file is damaged.",
            Refusal(longer with { Length = (ulong)Array.Length }));
        Assert.Equal(
            $"x.npy: the deflated bytes expand to {Array.Length - 1} bytes; expected {Array.Length}, as the zip " +
                "directory declares: the file is damaged.",
            Refusal(shorter with { Length = (ulong)Array.Length }));
        Assert.Equal(
            $"x.npy: the checksum of the content is 0x{sound.Checksum:X8}; expected 0x00000007: the file is " +
                "damaged, copy or save it again.",
            Refusal(sound with { Checksum = 7 }));
        Assert.StartsWith(
            "x.npy: the deflated bytes are damaged (", Refusal(sound with { Bytes = [0xFF, .. sound.Bytes[1..]] }));
    }

    [Fact]
    public void A_header_that_disagrees_with_the_directory_is_refused_before_the_entry_is_expanded()
    {
        byte[] content = [.. Array, .. new byte[1 << 20]];
        using NpzFile file = NpzFile.Open(directory.Write("a.npz", ZipBytes.Of(ZipPart.Deflated("x.npy", content))));
        Assert.EndsWith(
            "1048576 bytes follow the values that the header declares (float32 of shape [2, 2]); expected the " +
                "end of the array: save it again.",
            Assert.Throws<DataException>(() => file.OpenArray("x")).Message);
    }
}
