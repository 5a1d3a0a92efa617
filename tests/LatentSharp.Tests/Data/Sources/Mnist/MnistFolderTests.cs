using System.Security.Cryptography;
using LatentSharp.Data;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Data.Sources.Mnist;
using LatentSharp.Tests.Data.Formats.Idx;

namespace LatentSharp.Tests.Data.Sources.Mnist;

public sealed class MnistFolderTests : IDisposable
{
    private const uint Labels = 0x801, Images = 0x803;

    // Twelve training images and four test images of 2 x 2 pixels, under the names of the real files.
    private static readonly byte[][] Contents =
    [
        IdxBytes.Of(Images, [12, 2, 2], [.. Enumerable.Range(0, 48).Select(i => (byte)(5 * i))]),
        IdxBytes.Of(Labels, [12], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1),
        IdxBytes.Of(Images, [4, 2, 2], [.. Enumerable.Range(0, 16).Select(i => (byte)(255 - i))]),
        IdxBytes.Of(Labels, [4], 9, 8, 7, 6),
    ];

    private static readonly MnistFile[] Files =
    [
        .. MnistFile.All.Zip(
            Contents,
            (file, bytes) => new MnistFile(file.Name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)))),
    ];

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("latentsharp-");

    private string From => Path.Combine(scratch.FullName, "from");

    private MnistFolder Folder => new(Path.Combine(scratch.FullName, "data", "mnist"), Files);

    public void Dispose() => scratch.Delete(recursive: true);

    [Theory]
    [InlineData("", "-idx", false)]
    [InlineData("a/b/c", "-idx", true)]
    [InlineData("", ".idx", false)]
    [InlineData("package/data", ".idx", true)]
    public void Files_are_found_under_their_usual_names_and_filed_decompressed(
        string below,
        string infix,
        bool compressed)
    {
        Unpack(below, infix, compressed);
        Assert.Equal(Files.Select(file => (file.Name, true)), Folder.Take(From));
        Assert.True(Folder.IsFiled);
        for (int i = 0; i < Files.Length; i++)
            Assert.Equal(Contents[i], File.ReadAllBytes(Folder[i]));
        Assert.Equal(4, Directory.GetFiles(Folder.Path).Length);
    }

    [Fact]
    public void Files_that_are_there_stay_and_damaged_ones_are_taken_again()
    {
        Unpack();
        Folder.Take(From);
        DateTime filed = File.GetLastWriteTimeUtc(Folder[0]);
        File.WriteAllText(Folder[1], "damaged");
        File.Delete(Path.Combine(From, Files[0].Name));
        Assert.Equal(Files.Select((file, i) => (file.Name, i == 1)), Folder.Take(From));
        Assert.Equal(filed, File.GetLastWriteTimeUtc(Folder[0]));
        Assert.Equal(Contents[1], File.ReadAllBytes(Folder[1]));
    }

    [Fact]
    public void A_missing_file_is_named_before_anything_is_written()
    {
        Unpack();
        File.Delete(Path.Combine(From, Files[3].Name));
        Assert.Equal(
            $"{From}: t10k-labels-idx1-ubyte, t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte, " +
                "t10k-labels.idx1-ubyte.gz: none of these is there, or up to 3 folders below; give the folder that " +
                "MNIST was unpacked to.",
            Assert.Throws<DataException>(() => Folder.Take(From)).Message);
        Assert.False(Directory.Exists(Folder.Path));
        Assert.Equal(
            $"{From}x: there is no such folder; give the one that MNIST was unpacked to.",
            Assert.Throws<DataException>(() => Folder.Take($"{From}x")).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Other_content_is_refused_with_its_hash_and_leaves_no_part_of_it(bool compressed)
    {
        Unpack(compressed: compressed);
        string source = Directory
            .GetFiles(From)
            .Single(path => Path.GetFileName(path).StartsWith(Files[2].Name, StringComparison.Ordinal));
        byte[] damaged = [.. Contents[2]];
        damaged[20] ^= 1;
        File.WriteAllBytes(source, compressed ? IdxBytes.Compressed(damaged) : damaged);
        Assert.Equal(
            $"{source}: the content's SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(damaged))}; expected " +
                $"{Files[2].Sha256}, that of MNIST's t10k-images-idx3-ubyte: fetch the file again.",
            Assert.Throws<DataException>(() => Folder.Take(From)).Message);
        Assert.Equal(
            [Files[0].Name, Files[1].Name],
            Directory.GetFiles(Folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(Folder.IsFiled);
    }

    [Fact]
    public void A_damaged_gzip_stream_is_refused()
    {
        Unpack(compressed: true);
        string source = Path.Combine(From, $"{Files[0].Name}.gz");
        byte[] bytes = File.ReadAllBytes(source);
        bytes[12] ^= 0xFF;
        File.WriteAllBytes(source, bytes);
        Assert.StartsWith(
            $"{source}: the ",
            Assert.Throws<DataException>(() => Folder.Take(From)).Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_a_way_out()
    {
        Unpack();
        File.WriteAllText(Path.Combine(scratch.FullName, "data"), "a file");
        Assert.Matches(
            "mnist: MNIST cannot be filed \\(.*\\); make room or give permission, or set LATENTSHARP_DATA to " +
                "another folder$",
            Assert.Throws<IOException>(() => Folder.Take(From)).Message);
    }

    [Fact]
    public void The_test_set_is_the_test_part_and_the_end_of_the_training_set_the_validation_part()
    {
        Unpack();
        Folder.Take(From);
        (Dataset source, DatasetSplit split) = MnistDataset.Load(
            Folder,
            ImageCondition.None,
            Binarization.None,
            1.0 / 6);
        Assert.Equal((16, 10, 2, 4), (source.Count, split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal((0, 4), (source.Condition.Shape[1], source.Target.Shape[1]));
        Assert.Equal([0, 1], split.Validation.Labels!);
        Assert.Equal([9, 8, 7, 6], split.Test.Labels!);
        Assert.Equal([40 * 5 / 255f, 41 * 5 / 255f], split.Validation.Target.Row(0)[..2]);
        Assert.Equal(1f, split.Test.Target.Row(0)[0]);
    }

    [Fact]
    public void Files_that_are_not_there_are_refused_with_what_files_them() =>
        Assert.Equal(
            $"mnist: the data is not in {Folder.Path}; file it once, from the folder that MNIST was unpacked to",
            Assert
                .Throws<DataException>(() => MnistDataset.Load(Folder, ImageCondition.None, Binarization.Static, 0.15))
                .Message);

    [Fact]
    public void The_real_files_are_divided_at_10_000()
    {
        Assert.SkipUnless(MnistDataset.IsFiled, "MNIST is not filed on this machine.");
        (Dataset source, DatasetSplit split) = MnistDataset.Load(
            ImageCondition.Label,
            Binarization.Static,
            0.16666666666666666);
        Assert.Equal((50_000, 10_000, 10_000), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal((10, 784), (source.Condition.Shape[1], source.Target.Shape[1]));
        Assert.Equal((5, 7), (split.Train.Labels![0], split.Test.Labels![0]));
    }

    private void Unpack(string below = "", string infix = "-idx", bool compressed = false)
    {
        string folder = Directory.CreateDirectory(Path.Combine(From, below)).FullName;
        foreach ((MnistFile file, byte[] bytes) in Files.Zip(Contents))
        {
            string name = file.Name.Replace("-idx", infix, StringComparison.Ordinal);
            File.WriteAllBytes(
                Path.Combine(folder, compressed ? $"{name}.gz" : name),
                compressed ? IdxBytes.Compressed(bytes) : bytes);
        }
    }
}
