using LatentSharp.Optimization;

namespace LatentSharp.Tests.Optimization;

public class ScheduleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue)]
    public void A_constant_stays(long step) => Assert.Equal(0.3, new ConstantSchedule(0.3).At(step));

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.5)]
    [InlineData(6, 1.75)]
    [InlineData(7, 2.0)]
    [InlineData(8, 2.0)]
    [InlineData(long.MaxValue, 2.0)]
    public void A_linear_warm_up_rises_in_equal_parts_and_reaches_its_value_at_its_last_step(long step, double expected) =>
        Assert.Equal(expected, new LinearWarmupSchedule(2, 8).At(step));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_warm_up_of_no_steps_is_constant(long step) => Assert.Equal(2.0, new LinearWarmupSchedule(2, 0).At(step));

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(3, 4.0)]
    [InlineData(4, 4.0)]
    [InlineData(6, 3.414213562373095)]
    [InlineData(8, 2.0)]
    [InlineData(10, 0.585786437626905)]
    [InlineData(12, 0.0)]
    [InlineData(long.MaxValue, 0.0)]
    public void A_cosine_follows_half_a_wave_down_to_0_after_its_warm_up(long step, double expected) =>
        Assert.Equal(expected, new CosineSchedule(4, 4, 12).At(step), 1e-12);

    [Fact]
    public void Schedules_do_not_change_once_they_have_settled()
    {
        foreach (ISchedule schedule in new ISchedule[] { new ConstantSchedule(3), new LinearWarmupSchedule(3, 7), new CosineSchedule(3, 2, 9) })
            Assert.Equal(schedule.At(long.MaxValue), schedule.At(schedule.SettledAt));
        Assert.Equal((0L, 7L, 9L), (new ConstantSchedule(3).SettledAt, new LinearWarmupSchedule(3, 7).SettledAt, new CosineSchedule(3, 2, 9).SettledAt));
    }
}
