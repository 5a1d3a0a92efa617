using LatentSharp.Words;

namespace LatentSharp.Tests.Words;

public class LibraryVersionTests
{
    [Fact]
    public void The_version_is_a_semantic_one_of_at_least_0_1()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9a-f]{40})?$", LibraryVersion.Full);
        Assert.True(Version.Parse(LibraryVersion.Full.Split('-', '+')[0]) >= new Version(0, 1, 0));
        Assert.StartsWith(LibraryVersion.Short, LibraryVersion.Full, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1.0", "0.1.0")]
    [InlineData("0.1.0-alpha.0.5", "0.1.0-alpha.0.5")]
    [InlineData("1.2.3+0123456789abcdef", "1.2.3+01234567")]
    [InlineData("1.2.3+0123", "1.2.3+0123")]
    public void Readers_see_the_first_figures_of_the_commit(string full, string shortened) =>
        Assert.Equal(shortened, LibraryVersion.Shortened(full));
}
