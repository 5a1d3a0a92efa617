using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;
using LatentSharp.Reading.Categorical;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading.Categorical;

public sealed class AlignmentEstimatorTests
{
    [Theory]
    [InlineData(20, 2)]
    [InlineData(20, 4)]
    [InlineData(20, 32)]
    [InlineData(200, 8)]
    [InlineData(500, 32)]
    [InlineData(2000, 2)]
    [InlineData(20_000, 4)]
    [InlineData(20_000, 32)]
    public void The_level_by_chance_is_right_to_two_digits(int examples, int classes)
    {
        int[] values = Random(1, examples, classes), labels = Random(2, examples, classes);
        Estimate chance = AlignmentEstimator.Chance(
            new LabelShuffle(labels, [.. Enumerable.Range(0, examples)], ExampleGroups.None),
            [values],
            classes,
            classes,
            new ReadingOptions());

        // More permutations, of another generator and by another loop.
        var generator = new System.Random(7);
        int permutations = Math.Clamp(20_000_000 / (examples + classes * classes * classes), 200, 20_000);
        double sum = 0;
        for (int i = 0; i < permutations; i++)
        {
            generator.Shuffle(labels);
            var counts = new long[classes * classes];
            for (int n = 0; n < examples; n++)
                counts[values[n] * classes + labels[n]]++;
            sum += BestMatching.Total(counts, classes, BestMatching.Of(counts, classes, classes)) / (double)examples;
        }

        Assert.Equal(sum / permutations, chance.Value, 0.005);
    }

    [Fact]
    public void With_as_many_values_as_labels_chance_is_more_than_one_of_them()
    {
        // The example of the page of LS6003.
        Estimate chance = AlignmentEstimator.Chance(
            new LabelShuffle(Random(2, 200, 8), [.. Enumerable.Range(0, 200)], ExampleGroups.None),
            [Random(1, 200, 8)],
            8,
            8,
            new ReadingOptions());
        Assert.InRange(chance.Value, 0.2, 0.24);
    }

    [Fact]
    public void A_value_to_each_label_is_aligned_whatever_their_names()
    {
        int[] taken = [.. Enumerable.Range(0, 60).Select(n => (n * 7 + 2) % 3)];
        double[] labels = [.. taken.Select(value => (double)((int[])[30, 10, 20])[value])];
        LabelAlignment alignment = Measured(ValuesOf.Certain(4, taken, labels));
        Assert.Equal(1, alignment.Accuracy.Value);
        Assert.Equal(1, alignment.FromDraw.Value);
        Assert.Equal(1, alignment.AdjustedMutualInformation, 1e-12);
        Assert.Equal(1, alignment.AdjustedRandIndex, 1e-12);
        Assert.Equal([10, 20, 30], alignment.Labels);
        Assert.Equal([2, 0, 1, -1], alignment.Matching);
        Assert.Equal(20, alignment.Table[0][2]);
        Assert.InRange(alignment.Chance.Value, 0.34, 0.5);
    }

    [Fact]
    public void A_draw_is_right_as_often_as_q_takes_the_matched_value()
    {
        double[] logits = [.. Enumerable.Range(0, 40).SelectMany(n => (double[])(n % 2 == 0 ? [1, 0] : [0, 2]))];
        double[] labels = [.. Enumerable.Range(0, 40).Select(n => n % 2.0)];
        LabelAlignment alignment = Measured(ValuesOf.Logits(2, logits, labels: labels));
        double even = 1 / (1 + Math.Exp(-1)), odd = 1 / (1 + Math.Exp(-2));
        Assert.Equal((even + odd) / 2, alignment.FromDraw.Value, 1e-12);
    }

    [Fact]
    public void Of_several_variables_the_best_is_taken_and_chance_may_choose_too()
    {
        const int examples = 100;
        double[] labels = [.. Random(3, examples, 2).Select(label => (double)label)];
        double[] Logits(int variables, bool means) =>
        [
            .. Enumerable.Range(0, examples).SelectMany(n => Enumerable.Range(0, variables).SelectMany(m =>
            {
                int value = means && m == 1 ? (int)labels[n] : Random(10 + (ulong)m, examples, 2)[n];
                return (double[])(value == 0 ? [5, 0] : [0, 5]);
            })),
        ];
        LabelAlignment two = Measured(ValuesOf.Logits(4, Logits(2, true), labels: labels, variables: 2)),
            one = Measured(ValuesOf.Logits(2, Logits(1, false), labels: labels)),
            eight = Measured(ValuesOf.Logits(16, Logits(8, false), labels: labels, variables: 8));
        Assert.Equal((1, 1.0), (two.Variable, two.Accuracy.Value));
        Assert.True(eight.Chance.Value > one.Chance.Value + 0.03);
    }

    [Fact]
    public void Where_groups_share_value_and_label_chance_is_that_of_so_few_examples()
    {
        // Ten groups of 40, each of one label and one value.
        int[] groupLabels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], groupValues = [0, 1, 0, 1, 0, 1, 1, 0, 1, 0];
        int[] taken = [.. Enumerable.Range(0, 400).Select(n => groupValues[n / 40])];
        double[] labels = [.. Enumerable.Range(0, 400).Select(n => (double)groupLabels[n / 40])],
            groups = [.. Enumerable.Range(0, 400).Select(n => Math.Floor(n / 40.0))];
        LabelAlignment alone = Measured(ValuesOf.Certain(2, taken, labels)),
            grouped = Measured(ValuesOf.Certain(2, taken, labels, groups: groups));
        Assert.InRange(alone.Chance.Value, 0.51, 0.53);
        // Ten, five of each: by the hypergeometric distribution (2 1 + 50 0.8 + 200 0.6) / 252.
        Assert.Equal(162.0 / 252, grouped.Chance.Value, 0.01);
        Assert.True(grouped.Accuracy.StandardError > 4 * alone.Accuracy.StandardError);
    }

    [Fact]
    public void Unlabelled_examples_and_rare_classes_are_left_out_and_too_few_labels_are_said()
    {
        int[] taken = [.. Enumerable.Range(0, 30).Select(n => n % 2)];
        double[] labels = [.. taken.Select((value, n) => n < 3 ? -1 : n < 6 ? 9 : (double)value)];
        LabelAlignment alignment = Measured(ValuesOf.Certain(2, taken, labels));
        Assert.Equal((24, 6), (alignment.Examples, alignment.LeftOut));
        Assert.Equal(
            "labels of at least two classes of 5 examples",
            AlignmentEstimator.Estimate(ValuesOf.Certain(2, taken, new double[30]), new ReadingOptions()).Needs);
        Assert.Equal("labels", AlignmentEstimator.Estimate(ValuesOf.Certain(2, taken), new ReadingOptions()).Needs);
    }

    private static LabelAlignment Measured(LatentEvidence evidence) =>
        AlignmentEstimator.Estimate(evidence, new ReadingOptions()).Value!;

    private static int[] Random(ulong step, int count, int classes)
    {
        var uniform = new float[count];
        new RandomStream(5, RandomPurpose.Synthesis, step).FillUniform(uniform);
        return [.. uniform.Select(u => (int)(u * classes))];
    }
}
