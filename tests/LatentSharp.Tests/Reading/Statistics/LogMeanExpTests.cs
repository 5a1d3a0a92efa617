using LatentSharp.Reading.Statistics;

namespace LatentSharp.Tests.Reading.Statistics;

public class LogMeanExpTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    public void It_is_the_logarithm_of_the_mean_of_exponentials(int count)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => Math.Sin(i) * 3)];
        Assert.Equal(Math.Log(values.Average(Math.Exp)), LogMeanExp.Of(values), 13);
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(-1e4)]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    public void Neither_end_of_float64_is_in_the_way(double value) =>
        Assert.Equal(value, LogMeanExp.Of([.. Enumerable.Repeat(value, 19)]));

    [Fact]
    public void One_value_beyond_all_others_stands_alone()
    {
        double[] values = [.. Enumerable.Repeat(-1e5, 999), 5];
        Assert.Equal(5 - Math.Log(1000), LogMeanExp.Of(values), 12);
        Assert.Equal(5 - Math.Log(1000), LogMeanExp.Of([.. Enumerable.Repeat(double.NegativeInfinity, 999), 5]), 12);
    }

    [Fact]
    public void What_is_not_finite_is_not_hidden()
    {
        Assert.Equal(double.NegativeInfinity, LogMeanExp.Of([double.NegativeInfinity, double.NegativeInfinity]));
        Assert.Equal(double.PositiveInfinity, LogMeanExp.Of([0, double.PositiveInfinity]));
        Assert.Equal(double.NaN, LogMeanExp.Of([0, double.NaN, 1]));
    }

    [Fact]
    public void Groups_are_disjoint_and_what_fills_none_is_left_out()
    {
        double[] values = [0, Math.Log(3), Math.Log(5), Math.Log(7), 1e6];
        Assert.Equal((Math.Log(2) + Math.Log(6)) / 2, LogMeanExp.OfGroups(values, 2), 13);
        Assert.Equal(LogMeanExp.Of(values), LogMeanExp.OfGroups(values, 5));
        Assert.Equal(LogMeanExp.Of(values.AsSpan(0, 3)), LogMeanExp.OfGroups(values, 3));
        Assert.Equal(values.Average(), LogMeanExp.OfGroups(values, 1), 9);
    }
}
