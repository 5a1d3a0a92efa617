using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Tests.Words;

public class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(4.2137, "4.21")]
    [InlineData(-42.137, "-42.1")]
    [InlineData(1234.5, "1234")]
    [InlineData(0.012345, "0.0123")]
    [InlineData(9.999, "10.00")]
    [InlineData(1.2345e9, "1.23E+09")]
    [InlineData(double.NaN, "NaN")]
    public void Three_significant_digits(double value, string text) => Assert.Equal(text, Figures.Of(value));

    [Theory]
    [InlineData(4.21374, 0.0312, "4.214 +- 0.031")]
    [InlineData(123.456, 12.3, "123 +- 12")]
    [InlineData(2.31e-15, 1.2e-16, "2.31E-15 +- 1.2E-16")]
    [InlineData(0.5, 0, "0.500")]
    [InlineData(0.5, double.NaN, "0.500")]
    public void No_more_digits_than_the_error_bar_bears(double value, double error, string text) =>
        Assert.Equal(text, Figures.Of(new Estimate(value, error)));

    [Fact]
    public void A_long_list_of_dimensions_is_cut() =>
        Assert.Equal("dimensions 0, 1, 2, 3, 4, 5, 6, 7 and 12 more", Figures.Dimensions([.. Enumerable.Range(0, 20)]));
}
