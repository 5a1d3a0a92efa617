using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Data.Sources.Digits;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Data;

public class ColumnCheckTests
{
    private static readonly float[] Noise = Normal(300, 1);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(299)]
    public void A_value_beside_which_the_other_rows_are_lost_is_named_by_column_and_row(int row)
    {
        float[] column = [.. Noise];
        column[row] = 1e12f;
        (Dataset, string)[] tables =
            [(Table(Noise, column), "target column 'y'"), (Table(column, Noise), "condition column 'x'")];
        foreach ((Dataset table, string role) in tables)
            Assert.Matches(
                $"^rows: {role}, row {row}, counted from 0, is 1E\\+12, and the column's median -?[0-9.]+: once "
                    + "standardised the other rows would hardly differ; correct the value or remove the row, or give "
                    + "the column's logarithm\\.$",
                Assert.Throws<DataException>(() => ColumnCheck.Of(table)).Message);
    }

    [Fact]
    public void A_code_for_a_missing_value_among_many_zeros_is_found_too()
    {
        float[] counts = [.. Noise.Select(value => value > 1.5f ? MathF.Ceiling(value) : 0)];
        Assert.Empty(ColumnCheck.Of(Table(Noise, counts)));
        counts[7] = -99999;
        Assert.Contains("row 7, ", Assert.Single(ColumnCheck.Of(Table(Noise, counts))), StringComparison.Ordinal);
        counts[7] = -9e8f;
        Assert.Throws<DataException>(() => ColumnCheck.Of(Table(Noise, counts)));
    }

    [Fact]
    public void A_value_far_off_beside_which_the_others_can_still_be_told_apart_is_a_remark()
    {
        float[] column = [.. Noise];
        column[5] = 1e4f;
        string remark = Assert.Single(ColumnCheck.Of(Table(Noise, column)));
        Assert.StartsWith(
            "rows: target column 'y', row 5, counted from 0, is 1E+04, ",
            remark,
            StringComparison.Ordinal);
        Assert.EndsWith("see that it is no mistake, or give the column's logarithm", remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    public void Heavy_tails_are_healthy(double sigma)
    {
        foreach (int rows in (int[])[60, 300, 3000])
        {
            for (ulong seed = 0; seed < 50; seed++)
            {
                float[] column = [.. Normal(rows, seed).Select(value => (float)Math.Exp(sigma * value))];
                Assert.Empty(ColumnCheck.Of(Table(column, [.. column.Reverse()])));
            }
        }
    }

    [Fact]
    public void A_unit_of_any_size_bits_and_rare_classes_are_healthy()
    {
        float[] bits = [.. Noise.Select(value => value > 0 ? 1f : 0f)], rare = new float[300];
        rare[4] = 1;
        foreach (float[] column in (float[][])[bits, rare, [.. Noise.Select(value => 1e-30f * value)],
            [.. Noise.Select(value => 1e9f + 1e6f * value)]])
            Assert.Empty(ColumnCheck.Of(Table(column, Noise)));
        Assert.Empty(ColumnCheck.Of(DigitsDataset.Load()));
    }

    [Fact]
    public void Targets_that_do_not_vary_are_refused()
    {
        float[] same = [.. Noise.Select(_ => 1.5f)];
        Assert.Equal(
            "rows: target column 'y' is 1.5 in every row: nothing varies that could be generated; name a target that " +
                "does.",
            Assert.Throws<DataException>(() => ColumnCheck.Of(Table(Noise, same))).Message);
        Assert.Equal(
            ["rows: target column 'y' is 1.5 in every row: there is nothing in it to generate"],
            ColumnCheck.Of(Of(("x", Noise), ("y", same), ("w", Noise))));
        Assert.Equal(
            ["rows: condition column 'x' is 1.5 in every row: it tells nothing"],
            ColumnCheck.Of(Table(same, Noise)));
    }

    private static Dataset Table(float[] x, float[] y) => Of(("x", x), ("y", y));

    private static Dataset Of((string Name, float[] Values) given, params (string Name, float[] Values)[] targets)
    {
        int rows = given.Values.Length;
        var y = new Tensor(new Shape(rows, targets.Length));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < targets.Length; column++)
                y.Row(row)[column] = targets[column].Values[row];
        }

        return new Dataset(
            "rows",
            Tensor.FromValues(new Shape(rows, 1), given.Values),
            y,
            conditionFields: Fields.Columns(given.Name),
            targetFields: Fields.Columns([.. targets.Select(target => target.Name)]));
    }

    private static float[] Normal(int count, ulong seed)
    {
        var noise = new float[count];
        new RandomStream(seed, RandomPurpose.Synthesis).FillNormal(noise);
        return noise;
    }
}
