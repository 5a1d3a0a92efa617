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
    public void A_linear_warm_up_rises_in_equal_parts_and_reaches_its_value_at_its_last_step(
        long step,
        double expected) => Assert.Equal(expected, new LinearWarmupSchedule(2, 8).At(step));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_warm_up_of_no_steps_is_constant(long step) =>
        Assert.Equal(2.0, new LinearWarmupSchedule(2, 0).At(step));

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

    // Epochs of 10 steps: 1, 3, 9, ..., 729 of them at each of the values before the last.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(39, 1)]
    [InlineData(40, 2)]
    [InlineData(129, 2)]
    [InlineData(130, 3)]
    [InlineData(10929, 6)]
    [InlineData(10930, 7)]
    [InlineData(long.MaxValue, 7)]
    public void Powers_of_three_fall_by_a_seventh_of_a_decade_after_1_3_9_further_epochs(long step, int stage) =>
        Assert.Equal(2 * Math.Pow(10, -stage / 7.0), new PowersOfThreeSchedule(2, 10).At(step), 1e-15);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(3, 2.0)]
    [InlineData(9, 2.0)]
    [InlineData(10, 0.5)]
    [InlineData(12, 1.5)]
    [InlineData(20, 0.5)]
    [InlineData(23, 2.0)]
    [InlineData(30, 2.0)]
    [InlineData(long.MaxValue, 2.0)]
    public void A_cyclic_schedule_rises_at_the_start_of_every_cycle_and_stays_after_the_last(
        long step,
        double expected) =>
        Assert.Equal(expected, new CyclicSchedule(2, RiseSteps: 4, CycleSteps: 10, Cycles: 3).At(step));

    [Fact]
    public void A_cyclic_schedule_of_one_cycle_is_a_warm_up() =>
        Assert.All(
            Enumerable.Range(0, 30),
            step => Assert.Equal(
                new LinearWarmupSchedule(2, 7).At(step),
                new CyclicSchedule(2, RiseSteps: 7, CycleSteps: 9, Cycles: 1).At(step)));

    [Fact]
    public void Schedules_do_not_change_once_they_have_settled()
    {
        foreach (
            ISchedule schedule in new ISchedule[]
            {
                new ConstantSchedule(3),
                new LinearWarmupSchedule(3, 7),
                new CyclicSchedule(3, 2, 5, 4),
                new CosineSchedule(3, 2, 9),
                new PowersOfThreeSchedule(3, 5),
            }
        )
            Assert.Equal(schedule.At(long.MaxValue), schedule.At(schedule.SettledAt));
        Assert.Equal(
            (0L, 7L, 9L),
            (
                new ConstantSchedule(3).SettledAt,
                new LinearWarmupSchedule(3, 7).SettledAt,
                new CosineSchedule(3, 2, 9).SettledAt));
    }
}
