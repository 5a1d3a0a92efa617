using LatentSharp.Reports.Rendering.Charts;

namespace LatentSharp.Tests.Reports.Rendering.Charts;

public sealed class AxisTests
{
    [Fact]
    public void A_scale_across_zero_marks_it_without_a_sign() =>
        Assert.Equal("0", Axis.Label(Axis.Between(-0.5, 3.5, 0, 1, whole: true).Ticks[0]));

    [Fact]
    public void Linear_places_are_proportional_and_marks_are_round()
    {
        var axis = Axis.Between(0, 10, 100, 200);
        Assert.Equal(125, axis.At(2.5));
        Assert.Equal([0, 2, 4, 6, 8, 10], axis.Ticks);
    }

    [Fact]
    public void Logarithmic_places_are_proportional_in_the_logarithm()
    {
        var axis = Axis.Logarithmic([0.1, 10, double.NaN, 0, -1], 0, 1);
        Assert.Equal(0.5, axis.At(1), 12);
        Assert.Equal(axis.At(1) - axis.At(0.5), axis.At(2) - axis.At(1), 12);
        Assert.Contains(1, axis.Ticks);
    }

    [Fact]
    public void Values_beyond_a_scale_lie_at_its_end()
    {
        var axis = Axis.Between(0, 10, 100, 200);
        Assert.Equal(200, axis.At(double.PositiveInfinity));
        Assert.Equal(100, axis.At(-5));
        Assert.Equal(100, axis.At(double.NaN));
        Assert.False(axis.Shows(11));
    }

    [Theory]
    [InlineData(5.0)]
    [InlineData(0.0)]
    [InlineData(-1e-9)]
    public void One_value_alone_has_a_scale(double value)
    {
        Assert.InRange(Axis.Linear([value], 0, 1).At(value), 0.2, 0.8);
        Assert.NotEmpty(Axis.Linear([value], 0, 1).Ticks);
    }

    [Fact]
    public void Wide_ranges_are_marked_by_few_powers_of_ten()
    {
        Axis axis = Axis.Logarithmic([1e-9, 1e9], 0, 1);
        Assert.InRange(axis.Ticks.Count, 4, 8);
        Assert.All(axis.Ticks, tick => Assert.Equal(Math.Round(Math.Log10(tick)), Math.Log10(tick), 9));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.5, "0.5")]
    [InlineData(1200, "1200")]
    [InlineData(25000, "25,000")]
    [InlineData(1e-5, "1e-5")]
    [InlineData(2.5e7, "2.5e7")]
    public void Marks_are_short(double tick, string label) => Assert.Equal(label, Axis.Label(tick));
}
