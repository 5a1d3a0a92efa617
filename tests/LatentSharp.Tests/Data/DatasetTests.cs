using LatentSharp.Data;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Data;

public class DatasetTests
{
    private static Tensor Matrix(int rows, int columns, params float[] values) =>
        Tensor.FromValues(new Shape(rows, columns), values);

    private static Dataset Small(float last = 3, string[]? conditionNames = null, int[]? labels = null) =>
        new(
            "small",
            Matrix(2, 1, 1.5f, -2),
            Matrix(2, 2, 0, 1, 2, last),
            labels ?? [1, 0],
            ["no", "jä"],
            conditionNames ?? ["height"]);

    private static string Refusal(Func<Dataset> create) => Assert.Throws<DataException>(create).Message;

    // hashlib.sha256 over struct.pack of the same parts: counts and lengths as little-endian int32, then the bytes.
    [Fact]
    public void The_fingerprint_is_the_hash_of_names_shapes_and_bytes() =>
        Assert.Equal("0b59468adc3c3d361d53cf6a06a00f39eb7b802bc725452a270263df4cb60d93", Small().Fingerprint);

    [Fact]
    public void The_fingerprint_changes_with_one_value_one_label_or_one_name()
    {
        string[] fingerprints =
        [
            Small().Fingerprint, Small(last: MathF.BitIncrement(3)).Fingerprint, Small(labels: [0, 0]).Fingerprint,
            Small(conditionNames: ["width"]).Fingerprint,
        ];
        Assert.Equal(4, fingerprints.Distinct().Count());
    }

    [Fact]
    public void The_fingerprint_tells_shapes_with_the_same_bytes_apart()
    {
        var wide = new Dataset("d", Matrix(1, 2, 1, 2), Matrix(1, 4, 1, 2, 3, 4));
        var tall = new Dataset("d", Matrix(2, 1, 1, 2), Matrix(2, 2, 1, 2, 3, 4));
        Assert.NotEqual(wide.Fingerprint, tall.Fingerprint);
    }

    [Fact]
    public void The_fingerprint_does_not_depend_on_the_data_sets_name() =>
        Assert.Equal(
            new Dataset("a", Matrix(1, 1, 1), Matrix(1, 1, 2)).Fingerprint,
            new Dataset("b", Matrix(1, 1, 1), Matrix(1, 1, 2)).Fingerprint);

    [Fact]
    public void A_subset_copies_rows_and_labels_in_the_order_asked_for()
    {
        Dataset subset = Small().Subset([1, 0, 1]);
        Assert.Equal([-2, 1.5f, -2], subset.Condition.Span);
        Assert.Equal([2, 3, 0, 1, 2, 3], subset.Target.Span);
        Assert.Equal([0, 1, 0], subset.Labels!);
        Assert.Equal(["no", "jä"], subset.LabelNames!);
        Assert.Equal(["height"], subset.ConditionNames!);
        Assert.Equal("small", subset.Name);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_subset_refuses_an_index_without_an_example(int index)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Small().Subset([0, index]));
        Assert.StartsWith($"Subset: small has the examples 0 to 1; example {index} was asked for.", error.Message);
    }

    [Fact]
    public void Unequal_numbers_of_rows_are_refused() =>
        Assert.Equal(
            "d: the condition has 2 rows and the target 1; every example needs both.",
            Refusal(() => new Dataset("d", Matrix(2, 1, 1, 2), Matrix(1, 1, 1))));

    [Fact]
    public void Data_without_examples_is_refused()
    {
        const string expected = "d: there are no examples; give data with at least one row.";
        Assert.Equal(expected, Refusal(() => new Dataset("d", Matrix(0, 1), Matrix(0, 1))));
        Assert.Equal(expected, Refusal(() => new Dataset("d", Matrix(1, 1, 1), Matrix(1, 1, 1)).Subset([])));
    }

    [Fact]
    public void A_condition_may_have_no_columns_and_a_target_may_not()
    {
        Assert.Equal(1, new Dataset("d", Matrix(1, 0), Matrix(1, 1, 1)).Count);
        Assert.Equal(
            "d: the target has no columns; name at least one target column.",
            Refusal(() => new Dataset("d", Matrix(1, 1, 1), Matrix(1, 0))));
    }

    [Fact]
    public void A_tensor_that_is_no_matrix_is_refused() =>
        Assert.Equal(
            "d: the condition has shape [2]; expected [examples, condition], one example to a row.",
            Refusal(() => new Dataset("d", new Tensor(new Shape(2)), Matrix(2, 1, 1, 2))));

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_value_that_is_not_finite_is_named_by_row_and_column(float value, string text)
    {
        Assert.Equal(
            $"d: target row 1, column 0 ('y'), both counted from 0, is {text}; expected a finite number: remove " +
                "the row or fill in the value.",
            Refusal(() => new Dataset("d", Matrix(2, 1, 1, 2), Matrix(2, 2, 0, 1, value, 3), targetNames: ["y", "z"])));
        Assert.Equal(
            $"d: condition row 0, column 1, both counted from 0, is {text}; expected a finite number: remove the " +
                "row or fill in the value.",
            Refusal(() => new Dataset("d", Matrix(1, 2, 1, value), Matrix(1, 1, 0))));
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        Tensor x = Matrix(2, 1, 1, 2), y = Matrix(2, 1, 1, 2);
        Assert.Equal(
            "d: there are 1 labels for 2 examples; give one label for each example.",
            Refusal(() => new Dataset("d", x, y, [0], ["a"])));
        Assert.Equal(
            "d: the label of row 1, counted from 0, is 2; expected a class index from 0 to 1.",
            Refusal(() => new Dataset("d", x, y, [0, 2], ["a", "b"])));
        Assert.Equal(
            "d: labels and label names come together; give both or neither.",
            Refusal(() => new Dataset("d", x, y, [0, 0])));
    }

    [Fact]
    public void Column_names_that_do_not_fit_are_refused() =>
        Assert.Equal(
            "d: 2 names were given for 1 target columns; give one for each, or none.",
            Refusal(() => new Dataset("d", Matrix(1, 1, 1), Matrix(1, 1, 1), targetNames: ["a", "b"])));

    [Fact]
    public void An_image_layout_that_does_not_fit_is_refused()
    {
        Tensor x = Matrix(1, 1, 1), y = Matrix(1, 1, 1);
        Assert.Equal(
            "d: the image layout places 2 condition columns and there are 1; give one pixel index for each.",
            Refusal(() => new Dataset("d", x, y, image: new ImageLayout(2, 1, [0, 1], [1]))));
        Assert.Equal(
            "d: the image layout places a target column at pixel 2; an image of 2 x 1 has the pixels 0 to 1.",
            Refusal(() => new Dataset("d", x, y, image: new ImageLayout(2, 1, [0], [2]))));
    }
}
