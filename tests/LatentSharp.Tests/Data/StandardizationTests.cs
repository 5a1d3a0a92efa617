using LatentSharp.Data;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Data;

public class StandardizationTests
{
    // Column 0 is 1, 3: mean 2, population deviation 1. Column 1 is constant. The target is 0, 6: mean 3, deviation 3.
    private static readonly Dataset Training = Of([1, 5, 3, 5], [0, 6]);

    private static Dataset Of(float[] condition, float[] target) => new(
        "rows",
        Tensor.FromValues(new Shape(condition.Length / 2, 2), condition),
        Tensor.FromValues(new Shape(target.Length, 1), target),
        [.. new int[target.Length]], ["a"], Fields.Columns("u", "v"), Fields.Columns("w"));

    [Fact]
    public void Mean_and_scale_are_those_of_the_training_split()
    {
        Standardization standardization = Standardization.Of(Training);
        Assert.Equal([2, 5], standardization.ConditionMean.Span);
        Assert.Equal([1, 1], standardization.ConditionScale.Span);
        Assert.Equal([3], standardization.TargetMean.Span);
        Assert.Equal([3], standardization.TargetScale.Span);
    }

    [Fact]
    public void Held_out_data_is_mapped_by_the_training_splits_numbers()
    {
        Dataset mapped = Standardization.Of(Training).Apply(Of([4, 7], [9]));
        Assert.Equal([2, 2], mapped.Condition.Span);
        Assert.Equal([2], mapped.Target.Span);
        Assert.Equal(["u", "v"], mapped.ConditionFields.ColumnNames!);
        Assert.Equal([0], mapped.Labels!);
    }

    [Fact]
    public void The_training_split_itself_gets_mean_zero_and_deviation_one()
    {
        Dataset mapped = Standardization.Of(Training).Apply(Training);
        Assert.Equal([-1, 0, 1, 0], mapped.Condition.Span);
        Assert.Equal([-1, 1], mapped.Target.Span);
        Assert.Equal([1, 5, 3, 5], Training.Condition.Span);
    }

    // Offsets of a million leave float32 about three digits of these deviations; E[v^2] - E[v]^2 in float32 leaves
    // none.
    [Fact]
    public void A_large_mean_does_not_swallow_the_deviation()
    {
        Standardization standardization = Standardization.Of(Of([1e6f, 0, 1e6f + 0.5f, 0, 1e6f + 1, 0], [0, 0, 0]));
        Assert.Equal(1e6f + 0.5f, standardization.ConditionMean.Span[0]);
        Assert.Equal((float)Math.Sqrt(1.0 / 6), standardization.ConditionScale.Span[0]);
    }

    [Fact]
    public void A_constant_column_of_many_rows_has_scale_one()
    {
        float[] condition = [.. Enumerable.Repeat(0.1f, 2 * 1001)];
        Standardization standardization = Standardization.Of(Of(condition, new float[1001]));
        Assert.Equal([0.1f, 0.1f], standardization.ConditionMean.Span);
        Assert.Equal([1, 1], standardization.ConditionScale.Span);
    }

    [Fact]
    public void The_target_can_be_left_as_it_is()
    {
        Dataset mapped = Standardization.Of(Training).ForConditionOnly().Apply(Training);
        Assert.Equal([-1, 0, 1, 0], mapped.Condition.Span);
        Assert.Equal([0, 6], mapped.Target.Span);
    }

    [Fact]
    public void Data_with_other_columns_is_refused()
    {
        Dataset other = NumberedExamples.Of(2);
        Assert.Equal(
            "numbered: the data has 1 condition columns, and its standardisation was measured on 2; give data " +
                "with the columns that the model was trained on.",
            Assert.Throws<DataException>(() => Standardization.Of(Training).Apply(other)).Message);
    }

    [Fact]
    public void Restored_tensors_map_as_the_measured_ones_and_bad_ones_are_refused()
    {
        Standardization measured = Standardization.Of(Training);
        var restored = new Standardization(
            measured.ConditionMean, measured.ConditionScale, measured.TargetMean, measured.TargetScale);
        Assert.Equal(measured.Apply(Training).Fingerprint, restored.Apply(Training).Fingerprint);
        Assert.Equal(
            "Standardization: a target scale is 0; scales are above 0, and 1 where a column is constant.",
            Assert
                .Throws<ArgumentException>(() =>
                    new Standardization(
                        measured.ConditionMean,
                        measured.ConditionScale,
                        measured.TargetMean,
                        new Tensor(new Shape(1))))
                .Message);
        Assert.Equal(
            "Standardization: the condition mean has shape [2] and its scale [1]; expected [condition] for both.",
            Assert.Throws<ArgumentException>(() => new Standardization(
                measured.ConditionMean, measured.TargetScale, measured.TargetMean, measured.TargetScale)).Message);
    }
}
