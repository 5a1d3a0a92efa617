using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;
using LatentSharp.Reading.Categorical;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading.Categorical;

public sealed class ConditionalInformationEstimatorTests
{
    private const int Conditions = 64, Labels = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_code_of_all_x_is_shared_and_one_of_each_x_is_not(int rows)
    {
        ConditionalInformation global = Measured(rows, (_, label) => label),
            local = Measured(rows, (x, label) => Code(x)[label]);
        Assert.Equal(Math.Log(4), global.Value.Value, 1e-9);
        Assert.Equal(Math.Log(4), local.Value.Value, 1e-9);
        Assert.Equal(1, global.GlobalShare.Value!.Value, 1e-9);
        Assert.InRange(local.GlobalShare.Value!.Value, -0.1, 0.1);
        Assert.InRange(local.Global.Value, -0.1, 0.1);
        Assert.Equal((Conditions * Labels * rows, Conditions), (local.Examples, local.Conditions));
        Assert.Equal(rows == 1, local.Chance is null);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void Values_that_mean_nothing_have_no_more_than_permuted_labels_give(int rows)
    {
        int[] random = Random(1, Conditions * Labels * rows);
        int at = 0;
        ConditionalInformation nothing = Measured(rows, (_, _) => random[at++]);
        Assert.InRange(
            nothing.Value.Value - nothing.Chance!.Value,
            -3 * double.Hypot(nothing.Value.StandardError, nothing.Chance.StandardError),
            3 * double.Hypot(nothing.Value.StandardError, nothing.Chance.StandardError));
        Assert.InRange(nothing.Global.Value, -0.03, 0.03);
        // Uncorrected it is 0.65, 0.38 and 0.08: the first order of the bias is taken, and of two rows more is left.
        Assert.InRange(nothing.Value.Value, -0.05, rows == 2 ? 0.4 : rows == 4 ? 0.12 : 0.02);
    }

    [Fact]
    public void Of_probabilities_it_is_what_the_definition_gives()
    {
        // Two x, two labels, one example each: H(mean q) - mean H(q).
        double[] logits = [0, 1, 2, 0, 1, 0, 0, 3], labels = [0, 1, 0, 1];
        double[] many = [.. Enumerable.Range(0, 10).SelectMany(_ => logits)],
            manyLabels = [.. Enumerable.Range(0, 10).SelectMany(_ => labels)],
            conditions = [.. Enumerable.Range(0, 40).Select(n => Math.Floor(n / 2.0))];
        ConditionalInformation measured = ConditionalInformationEstimator.Estimate(
            ValuesOf.Logits(2, many, labels: manyLabels, conditions: conditions),
            new ReadingOptions()).Value!;
        Assert.Equal((Within(0, 1, 2, 0) + Within(1, 0, 0, 3)) / 2, measured.Value.Value, 1e-12);

        static double Within(double a, double b, double c, double d)
        {
            double first = 1 / (1 + Math.Exp(b - a)), second = 1 / (1 + Math.Exp(d - c));
            return Entropy((first + second) / 2) - (Entropy(first) + Entropy(second)) / 2;
        }

        static double Entropy(double p) => -p * Math.Log(p) - (1 - p) * Math.Log(1 - p);
    }

    [Fact]
    public void Error_bars_cover_and_groups_stand_for_the_x_where_there_is_no_condition_id()
    {
        Coverage.Check(
            // z is the label's in 3 of 4 cases and else any of four.
            Math.Log(4) - Mixed(),
            seed =>
            {
                int[] random = Random(seed, 2 * 24 * Labels * 16);
                int at = 0;
                return Measured(16, (_, label) => random[at++] > 0 ? label : random[at++], conditions: 24).Value;
            },
            above: 0.01);

        double[] labels = [.. Enumerable.Range(0, 40).Select(n => n % 2.0)],
            groups = [.. Enumerable.Range(0, 40).Select(n => Math.Floor(n / 4.0))];
        int[] taken = [.. Enumerable.Range(0, 40).Select(n => n % 2)];
        Assert.Equal(
            Math.Log(2),
            ConditionalInformationEstimator.Estimate(
                ValuesOf.Certain(2, taken, labels, groups: groups),
                new ReadingOptions()).Value!.Value.Value,
            1e-9);

        static double Mixed()
        {
            double own = 0.75 + 0.0625, other = 0.0625;
            return -own * Math.Log(own) - 3 * other * Math.Log(other);
        }
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        int[] taken = [.. Enumerable.Range(0, 40).Select(n => n % 2)];
        double[] labels = [.. taken.Select(value => (double)value)],
            apart = [.. Enumerable.Range(0, 40).Select(n => (double)n)];
        Assert.Equal("condition_id or groups", Needs(ValuesOf.Certain(2, taken, labels)));
        Assert.Equal(
            "examples of different labels that share an x, of two x",
            Needs(ValuesOf.Certain(2, taken, labels, apart)));
        Assert.Equal(
            "an I(z;s|x) that is clear of 0",
            ConditionalInformationEstimator.Estimate(
                ValuesOf.Certain(2, new int[40], labels, [.. apart.Select(n => Math.Floor(n / 4))]),
                new ReadingOptions()).Value!.GlobalShare.Needs);

        static string? Needs(LatentEvidence evidence) =>
            ConditionalInformationEstimator.Estimate(evidence, new ReadingOptions()).Needs;
    }

    private static ConditionalInformation Measured(
        int rows,
        Func<int, int, int> value,
        int conditions = Conditions)
    {
        var taken = new List<int>();
        List<double> labels = [], of = [];
        for (int x = 0; x < conditions; x++)
        {
            for (int row = 0; row < Labels * rows; row++)
            {
                labels.Add(row % Labels);
                of.Add(x);
                taken.Add(value(x, row % Labels));
            }
        }

        return ConditionalInformationEstimator.Estimate(
            ValuesOf.Certain(Labels, [.. taken], [.. labels], [.. of]),
            new ReadingOptions()).Value!;
    }

    private static int[] Code(int x) =>
        new RandomStream(3, RandomPurpose.Synthesis, 1000 + (ulong)x).Permutation(Labels);

    private static int[] Random(ulong seed, int count)
    {
        var uniform = new float[count];
        new RandomStream(seed, RandomPurpose.Synthesis, 2).FillUniform(uniform);
        return [.. uniform.Select(u => (int)(u * Labels))];
    }
}
