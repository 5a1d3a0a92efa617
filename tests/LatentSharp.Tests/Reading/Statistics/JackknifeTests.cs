using LatentSharp.Reading.Statistics;

namespace LatentSharp.Tests.Reading.Statistics;

public sealed class JackknifeTests
{
    [Fact]
    public void Of_a_mean_with_one_example_left_out_at_a_time_it_is_the_standard_error()
    {
        double[] values = [1, 4, 9, 2, 2, 7];
        double mean = values.Average(), all = values.Length;
        Assert.Equal(
            RunningMoments.Of(values).StandardError,
            Jackknife.StandardError([.. values.Select(value => (all, mean - (all * mean - value) / (all - 1)))]),
            1e-12);
    }

    [Fact]
    public void Of_one_group_there_is_none() =>
        Assert.Equal(double.PositiveInfinity, Jackknife.StandardError([(1, double.NaN)]));
}
