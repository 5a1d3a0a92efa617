using System.Globalization;
using System.Reflection;
using System.Text;
using LatentSharp.Data;
using LatentSharp.Reading.Findings;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Documentation;

namespace LatentSharp.Tests.Reading.Findings;

public sealed class ThresholdFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Every_line_has_a_name_and_is_the_one_of_its_name()
    {
        PropertyInfo[] lines =
        [
            .. typeof(Thresholds).GetProperties().Where(property => property.PropertyType == typeof(double)),
        ];
        Assert.Equal(
            lines.Select(line => line.Name.ToUpperInvariant()),
            ThresholdKey.All.Select(key => key.Name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()));
        foreach ((PropertyInfo line, ThresholdKey key) in lines.Zip(ThresholdKey.All))
        {
            Assert.Equal(line.GetValue(new Thresholds()), key.Value(new Thresholds()));
            Assert.Equal(17.5, line.GetValue(key.With(new Thresholds(), 17.5)));
            Assert.Equal(new Thresholds(), key.With(key.With(new Thresholds(), 17.5), key.Value(new Thresholds())));
        }
    }

    [Fact]
    public void What_a_file_does_not_name_keeps_its_default() =>
        Assert.Equal(
            new Thresholds { LargeVariance = 4, StandardErrors = 3 },
            Read("{ \"large_variance\": 4, // broad\n \"standard_errors\": 3, }"));

    [Theory]
    [InlineData("[1]", ": thresholds are a JSON object such as { \"large_variance\": 4 }")]
    [InlineData("{", ": thresholds are a JSON object such as { \"large_variance\": 4 }")]
    [InlineData("{\"large_varience\": 1}", ": there is no threshold 'large_varience'; did you mean 'large_variance'?")]
    [InlineData(
        "{\"large_variance\": -1}",
        ": large_variance is '-1'; give a number of at least 0, such as its default 2")]
    [InlineData(
        "{\"large_variance\": \"4\"}",
        ": large_variance is '\"4\"'; give a number of at least 0, such as its default 2")]
    public void What_is_no_threshold_is_refused(string text, string expected)
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => Read(text));
        Assert.True(failure is OptionException or DataException);
        Assert.EndsWith(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_names_every_line_with_its_default()
    {
        string page = Repository.Read("docs/reading.md");
        Assert.All(
            ThresholdKey.All,
            key => Assert.Contains(
                string.Create(CultureInfo.InvariantCulture, $"| `{key.Name}` | {key.Value(new Thresholds())} |"),
                page,
                StringComparison.Ordinal));
    }

    private Thresholds Read(string text) =>
        ThresholdFile.Read(directory.Write("lines.json", Encoding.UTF8.GetBytes(text)));
}
