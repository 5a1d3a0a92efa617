using LatentSharp.TensorBoard;
using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.Tests.TensorBoard;

public sealed class HistogramBucketsTests
{
    [Fact]
    public void Values_are_counted_between_limits_of_equal_distance()
    {
        double[] values = [.. Enumerable.Range(0, 61).Select(i => i / 2.0)];
        Histogram histogram = HistogramBuckets.Of(values);
        Assert.Equal(
            (0, 30, 61, 915, 18452.5),
            (histogram.Min, histogram.Max, histogram.Num, histogram.Sum, histogram.SumSquares));
        Assert.All(Enumerable.Range(1, 30), i => Assert.Equal(i, histogram.BucketLimit[i - 1], 12));
        // A bucket takes its lower limit; the last one the greatest value as well.
        Assert.Equal([.. Enumerable.Repeat(2.0, 29), 3.0], histogram.Bucket);
    }

    [Theory]
    [InlineData(new[] { -1e308, 1e308, 3, 1.7e308 })]
    [InlineData(new[] { 1.0, 1.0000000000000002, 1.0000000000000004 })]
    [InlineData(new[] { 0, double.Epsilon, 4 * double.Epsilon })]
    [InlineData(new[] { -0.1, -0.3, 1e-12, 0.7, 0.7, 0.2, 0.3 })]
    [InlineData(new[] { 1e-300, 1e300 })]
    public void The_buckets_hold_every_value_on_its_side_of_the_limits(double[] values)
    {
        Histogram histogram = HistogramBuckets.Of(values);
        Assert.Equal(values.Length, histogram.Num);
        Assert.Equal(histogram.Num, histogram.Bucket.Sum());
        Assert.Equal((values.Min(), values.Max()), (histogram.Min, histogram.Max));
        Assert.Equal(histogram.Max, histogram.BucketLimit[^1]);
        Assert.All(histogram.BucketLimit, limit => Assert.True(double.IsFinite(limit)));
        for (int i = 0; i < histogram.BucketLimit.Count - 1; i++)
        {
            double limit = histogram.BucketLimit[i];
            Assert.True(limit < histogram.BucketLimit[i + 1]);
            Assert.Equal(values.Count(value => value < limit), histogram.Bucket.Take(i + 1).Sum());
        }
    }

    [Theory]
    [InlineData(new[] { 2.5 })]
    [InlineData(new[] { 2.5, 2.5, 2.5 })]
    [InlineData(new[] { 0.0, -0.0 })]
    public void Equal_values_share_one_bucket(double[] values)
    {
        Histogram histogram = HistogramBuckets.Of(values);
        Assert.Equal([values[0]], histogram.BucketLimit);
        Assert.Equal([values.Length], histogram.Bucket);
        Assert.Equal((values[0], values[0]), (histogram.Min, histogram.Max));
    }

    [Fact]
    public void Values_that_are_not_finite_are_left_out() =>
        Assert.Equal(
            HistogramBuckets.Of([1, 2]),
            HistogramBuckets.Of([double.NaN, 1, double.PositiveInfinity, 2, double.NegativeInfinity]));

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { double.NaN, double.PositiveInfinity })]
    public void Without_a_finite_value_there_is_no_bucket(double[] values) =>
        Assert.Equal(new Histogram(), HistogramBuckets.Of(values));
}
