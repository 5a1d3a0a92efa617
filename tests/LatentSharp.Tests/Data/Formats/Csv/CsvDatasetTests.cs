using System.Text;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Csv;

namespace LatentSharp.Tests.Data.Formats.Csv;

public sealed class CsvDatasetTests : IDisposable
{
    private const string Table = "id,x,kind,y\n1,-1.5,zebra,2e-3\n2, 4 ,Ant,+7\n3,0,bee,.5\n4,1,Ant,0\n";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private string Write(string text) => directory.Write("table.csv", Encoding.UTF8.GetBytes(text));

    private string Refusal(string text, string[]? condition = null, string[]? target = null, string? label = null)
    {
        string path = Write(text);
        string message = Assert.Throws<DataException>(
            () => CsvDataset.Load(path, condition ?? ["x"], target ?? ["y"], label)).Message;
        Assert.StartsWith($"{path}: ", message);
        return message[(path.Length + 2)..];
    }

    [Fact]
    public void Columns_are_taken_by_name_in_the_order_asked_for()
    {
        Dataset data = CsvDataset.Load(Write(Table), ["x"], ["y", "id"]);
        Assert.Equal("table.csv", data.Name);
        Assert.Equal([-1.5f, 4, 0, 1], data.Condition.Span);
        Assert.Equal([2e-3f, 1, 7, 2, 0.5f, 3, 0, 4], data.Target.Span);
        Assert.Equal(["x"], data.ConditionFields.ColumnNames!);
        Assert.Equal(["y", "id"], data.TargetFields.ColumnNames!);
        Assert.Null(data.Labels);
    }

    [Fact]
    public void Classes_are_numbered_in_ordinal_order_whatever_the_order_of_rows()
    {
        Dataset data = CsvDataset.Load(Write(Table), ["x"], ["y"], "kind");
        Assert.Equal(["Ant", "bee", "zebra"], data.LabelNames!);
        Assert.Equal([2, 0, 1, 0], data.Labels!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_missing_value_is_refused_by_line_and_column(string field) =>
        Assert.Equal(
            "line 3, column 'y': the value is missing; expected a number: fill it in or remove the row.",
            Refusal($"x,y\n1,2\n3,{field}\n"));

    [Theory]
    [InlineData("abc")]
    [InlineData("1;5")]
    [InlineData("0x10")]
    [InlineData("1 000")]
    public void A_word_among_numbers_is_refused_with_its_text(string field) =>
        Assert.Equal(
            $"line 2, column 'x': '{field}' is not a number; expected one such as -1.5 or 2e-3: correct it or " +
                "remove the row.",
            Refusal($"x,y\n{field},1\n"));

    [Fact]
    public void A_decimal_comma_is_refused() =>
        Assert.StartsWith("line 2, column 'x': '1,5' is not a number;", Refusal("x,y\n\"1,5\",1\n"));

    [Theory]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("1e39")]
    public void A_number_that_is_not_finite_is_refused(string field) =>
        Assert.Equal(
            $"line 2, column 'y': '{field}' is not a finite float32; expected a number between -3.4e38 and " +
                "3.4e38: correct it or remove the row.",
            Refusal($"x,y\n1,{field}\n"));

    [Fact]
    public void The_line_is_that_of_the_field_after_quoted_line_breaks() =>
        Assert.StartsWith("line 4, column 'y': 'no' is not a number;", Refusal("x,note,y\n1,\"two\n\nlines\",no\n"));

    [Fact]
    public void A_missing_label_is_refused() =>
        Assert.Equal(
            "line 3, column 'kind': the label is missing; expected the name of a class: fill it in or remove the row.",
            Refusal("x,y,kind\n1,2,a\n1,2,\n", label: "kind"));

    [Fact]
    public void Only_the_columns_asked_for_need_be_numbers() =>
        Assert.Equal(1, CsvDataset.Load(Write("x,note,y\n1,free text,\"2\"\n"), ["x"], ["y"]).Count);

    [Fact]
    public void An_absent_column_is_named_with_the_nearest() =>
        Assert.Equal(
            "line 1, column 'wieght': the header has no such column; did you mean 'weight'?",
            Refusal("x,weight\n1,2\n", target: ["wieght"]));

    [Fact]
    public void A_column_named_twice_is_refused()
    {
        const string expected =
            "column 'x' is named twice among the condition and target columns; expected each column once: a " +
                "target that is given would be copied, not generated.";
        Assert.Equal(expected, Refusal(Table, ["x"], ["y", "x"]));
        Assert.Equal(expected, Refusal(Table, ["x", "x"], ["y"]));
    }

    [Fact]
    public void A_role_without_columns_is_refused() =>
        Assert.Equal(
            "1 condition columns and 0 target columns were named; expected at least one of each.",
            Refusal(Table, ["x"], []));

    [Fact]
    public void A_header_without_rows_is_refused() =>
        Assert.Equal(
            "line 2, column 1: the table has a header and no rows; expected at least one row below the header.",
            Refusal("x,y\n"));
}
