using LatentSharp.Optimization;

namespace LatentSharp.Tests.Optimization;

public class LinearScheduleTests
{
    [Fact]
    public void It_goes_from_start_to_end_in_equal_parts_and_stays()
    {
        var schedule = new LinearSchedule(2, 1, Steps: 4);
        Assert.Equal([2, 1.75, 1.5, 1.25, 1, 1], new[] { 0L, 1, 2, 3, 4, long.MaxValue }.Select(schedule.At));
        Assert.Equal(4, schedule.SettledAt);
    }

    [Fact]
    public void Without_steps_it_begins_at_the_end() => Assert.Equal(1, new LinearSchedule(2, 1, Steps: 0).At(0));

    [Fact]
    public void One_that_stays_has_settled_from_the_first_step() =>
        Assert.Equal(0, new LinearSchedule(1, 1, Steps: 10).SettledAt);
}
