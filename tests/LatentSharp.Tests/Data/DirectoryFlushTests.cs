using LatentSharp.Data;

namespace LatentSharp.Tests.Data;

public sealed class DirectoryFlushTests
{
    [Fact]
    public void A_directory_is_flushed()
    {
        using var directory = new TemporaryDirectory();
        DirectoryFlush.Run(Path.GetDirectoryName(directory.Write("file", "text"u8))!);
        Assert.Equal(["file"], directory.Files());
    }

    [Fact]
    public void A_missing_directory_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows flushes no directory.");
        using var directory = new TemporaryDirectory();
        string missing = directory["missing"];
        IOException failure = Assert.Throws<IOException>(() => DirectoryFlush.Run(missing));
        Assert.StartsWith(
            $"{missing}: the directory cannot be flushed to the disk (",
            failure.Message,
            StringComparison.Ordinal);
    }
}
