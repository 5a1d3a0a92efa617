using LatentSharp.Data;
using LatentSharp.Words;

namespace LatentSharp.Tests.Data;

public class DataExceptionTests
{
    [Fact]
    public void The_message_stays_one_line_whatever_the_file_holds() =>
        Assert.Equal("a\\u000Ab\\u001B[2Jc\\u2028d", new DataException("a\nb\u001B[2Jc\u2028d").Message);

    [Fact]
    public void That_of_an_option_does_too() =>
        Assert.Equal("a\\u000Ab\\u001B[2Jc\\u2028d", new OptionException("a\nb\u001B[2Jc\u2028d").Message);

    [Fact]
    public void An_excerpt_is_cut_after_forty_characters()
    {
        Assert.Equal($"'{new string('x', 40)}'", OneLine.Excerpt(new string('x', 40)));
        Assert.Equal($"'{new string('x', 40)}...'", OneLine.Excerpt(new string('x', 41)));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var directory = new TemporaryDirectory();
        string path = directory["absent.csv"];
        var error = Assert.Throws<DataException>(() => DataFile.Open(path));
        Assert.Equal($"{path}: there is no such file; check the path.", error.Message);
    }

    [Fact]
    public void A_directory_is_refused_as_a_file()
    {
        using var directory = new TemporaryDirectory();
        var error = Assert.Throws<DataException>(() => DataFile.Open(directory[""]));
        Assert.StartsWith($"{directory[""]}: the file cannot be opened (", error.Message);
        Assert.EndsWith("; give a file that may be read.", error.Message);
    }
}
