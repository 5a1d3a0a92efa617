using LatentSharp.Compute.Randomness;
using LatentSharp.Data;

namespace LatentSharp.Tests.Data;

public class DatasetSplitTests
{
    [Fact]
    public void The_parts_are_disjoint_and_hold_every_example()
    {
        DatasetSplit split = DatasetSplit.Of(NumberedExamples.Of(100), 0.15, 0.25);
        Assert.Equal((60, 15, 25), (split.Train.Count, split.Validation.Count, split.Test.Count));
        float[] all = [.. split.Train.Condition.Span, .. split.Validation.Condition.Span, .. split.Test.Condition.Span];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), all.Order());
        Assert.Equal(split.Validation.Condition.Span[3] * 10, split.Validation.Target.Row(3)[0]);
    }

    [Fact]
    public void The_order_is_the_permutation_of_seed_zero()
    {
        DatasetSplit split = DatasetSplit.Of(NumberedExamples.Of(10), 0.3, 0.2);
        int[] order = new RandomStream(0, RandomPurpose.Split).Permutation(10);
        Assert.Equal(order.Select(i => (float)i),
            [.. split.Test.Condition.Span, .. split.Validation.Condition.Span, .. split.Train.Condition.Span]);
        Assert.NotEqual(Enumerable.Range(0, 10), order);
    }

    [Fact]
    public void The_same_data_is_split_the_same_way_and_the_test_part_stays_when_validation_grows()
    {
        DatasetSplit first = DatasetSplit.Of(NumberedExamples.Of(50), 0.1, 0.2);
        Assert.Equal(first.Train.Fingerprint, DatasetSplit.Of(NumberedExamples.Of(50), 0.1, 0.2).Train.Fingerprint);
        Assert.Equal(first.Test.Fingerprint, DatasetSplit.Of(NumberedExamples.Of(50), 0.4, 0.2).Test.Fingerprint);
    }

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(4, 4, 0, 0)]
    [InlineData(2, 2, 0, 0)]
    public void Too_few_examples_are_refused_with_the_counts(int count, int train, int validation, int test)
    {
        var error = Assert.Throws<DataException>(() => DatasetSplit.Of(NumberedExamples.Of(count), 0.1, 0.1));
        Assert.Equal(
            $"numbered: {count} examples split into {train} for training, {validation} for validation and {test} " +
                "for testing; each part needs at least one: give more rows, or other fractions than 0.1 and 0.1.",
            error.Message);
    }

    [Fact]
    public void A_training_part_that_rounding_empties_is_refused()
    {
        var error = Assert.Throws<DataException>(() => DatasetSplit.Of(NumberedExamples.Of(2), 0.45, 0.45));
        Assert.Contains("2 examples split into 0 for training, 1 for validation and 1 for testing", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_its_range_is_refused(double fraction)
    {
        string text = FormattableString.Invariant($"{fraction}; it must lie above 0 and below 1.");
        Assert.StartsWith(
            $"DatasetSplit: the validation fraction is {text}",
            Assert
                .Throws<ArgumentOutOfRangeException>(() => DatasetSplit.Of(NumberedExamples.Of(9), fraction, 0.2))
                .Message);
        Assert.StartsWith(
            $"DatasetSplit: the test fraction is {text}",
            Assert
                .Throws<ArgumentOutOfRangeException>(() => DatasetSplit.Of(NumberedExamples.Of(9), 0.2, fraction))
                .Message);
    }

    [Fact]
    public void Fractions_that_leave_nothing_to_train_on_are_refused() =>
        Assert.StartsWith(
            "DatasetSplit: validation fraction 0.5 and test fraction 0.5 leave nothing to train on; their sum " +
                "must be below 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplit.Of(NumberedExamples.Of(9), 0.5, 0.5)).Message
        );

    [Fact]
    public void A_test_part_of_its_own_ends_the_data_and_the_validation_part_stands_before_it()
    {
        DatasetSplit split = DatasetSplit.WithOwnTest(NumberedExamples.Of(10), testCount: 3, validationFraction: 0.3);
        Assert.Equal([0, 1, 2, 3, 4], split.Train.Condition.Span);
        Assert.Equal([5, 6], split.Validation.Condition.Span);
        Assert.Equal([7, 8, 9], split.Test.Condition.Span);
        Assert.Equal(
            "numbered: 2 examples beside the test part split into 2 for training and 0 for validation; each part " +
                "needs at least one: give another fraction than 0.2.",
            Assert.Throws<DataException>(() => DatasetSplit.WithOwnTest(NumberedExamples.Of(5), 3, 0.2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplit.WithOwnTest(NumberedExamples.Of(5), 0, 0.2));
    }
}
