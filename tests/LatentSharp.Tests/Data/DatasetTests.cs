using LatentSharp.Data;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Data;

public class DatasetTests
{
    private static Tensor Matrix(int rows, int columns, params float[] values) =>
        Tensor.FromValues(new Shape(rows, columns), values);

    private static Dataset Small(float last = 3, string conditionName = "height", int[]? labels = null) =>
        new(
            "small",
            Matrix(2, 1, 1.5f, -2),
            Matrix(2, 2, 0, 1, 2, last),
            labels ?? [1, 0],
            ["no", "jä"],
            Fields.Columns(conditionName));

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
            Small(conditionName: "width").Fingerprint,
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
        Assert.Equal([Field.Column("height")], subset.ConditionFields);
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
            Refusal(
                () => new Dataset(
                    "d",
                    Matrix(2, 1, 1, 2),
                    Matrix(2, 2, 0, 1, value, 3),
                    targetFields: Fields.Columns("y", "z"))));
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
    public void Fields_that_do_not_fit_are_refused() =>
        Assert.Equal(
            "d: the fields of the target have 2 elements and there are 1 target columns; give fields that name each " +
                "column once, or none.",
            Refusal(() => new Dataset("d", Matrix(1, 1, 1), Matrix(1, 1, 1), targetFields: Fields.Columns("a", "b"))));

    [Fact]
    public void Columns_that_were_not_described_are_one_field_of_numbers()
    {
        var data = new Dataset("d", Matrix(1, 0), Matrix(1, 2, 1, 2));
        Assert.Empty(data.ConditionFields);
        Assert.Equal([Field.Numbers("target", 2)], data.TargetFields);
        Assert.Null(data.Image);
    }

    [Fact]
    public void Parts_of_one_image_lie_in_one_layout_and_those_of_two_do_not()
    {
        ImageLayout whole = Of("digit")!, own = Of("clothes")!;
        Assert.Equal((2, 1), (whole.Width, whole.Height));
        Assert.Equal([1], whole.TargetPixels);
        Assert.Equal([0], whole.ConditionPixels);
        Assert.Equal([1], own.TargetPixels);
        Assert.Empty(own.ConditionPixels);

        static ImageLayout? Of(string condition) =>
            new Dataset(
                "d",
                Matrix(1, 1, 1),
                Matrix(1, 1, 1),
                conditionFields: new Fields(Field.Image(condition, new PixelLayout(2, 1, [0]))),
                targetFields: new Fields(Field.Image("digit", new PixelLayout(2, 1, [1])))).Image;
    }
}
