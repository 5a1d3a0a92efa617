using System.Text;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Csv;

namespace LatentSharp.Tests.Data.Formats.Csv;

public sealed class CsvReaderTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    /// <summary>The header and all records, fields joined by a bar.</summary>
    private string[] Rows(byte[] bytes)
    {
        using var reader = new CsvReader(directory.Write("table.csv", bytes));
        List<string> rows = [string.Join('|', reader.Header)];
        while (reader.Read())
            rows.Add(
                string.Join(
                    '|',
                    Enumerable.Range(0, reader.Header.Count).Select(column => reader.Field(column).ToString())));
        return [.. rows];
    }

    private string[] Rows(string text) => Rows(Encoding.UTF8.GetBytes(text));

    private string Refusal(byte[] bytes)
    {
        string message = Assert.Throws<DataException>(() => Rows(bytes)).Message;
        string name = directory["table.csv"] + ": ";
        Assert.StartsWith(name, message);
        return message[name.Length..];
    }

    private string Refusal(string text) => Refusal(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\n1,2\n3,4\n\n\r\n\n")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    [InlineData("\"a\",b\n1,\"2\"\n\"3\",4")]
    public void Line_ends_byte_order_marks_and_quotes_do_not_change_the_table(string text) =>
        Assert.Equal(["a|b", "1|2", "3|4"], Rows(text));

    [Fact]
    public void Quoted_fields_hold_commas_quotes_and_line_breaks() =>
        Assert.Equal(
            ["a|b", "x,y|say \"so\"", "one\r\ntwo|", "|\""],
            Rows("a,b\n\"x,y\",\"say \"\"so\"\"\"\n\"one\r\ntwo\",\n\"\",\"\"\"\"\n"));

    [Fact]
    public void Fields_longer_than_the_buffer_and_letters_beyond_ascii_are_read_whole()
    {
        string field = string.Concat(Enumerable.Repeat("aä€😀", 40_000));
        Assert.Equal(["größe|b", $"{field}|1"], Rows($"größe,b\n{field},1\n"));
    }

    [Theory]
    [InlineData("a\n", 2)]
    [InlineData("", 1)]
    public void A_line_of_more_fields_than_a_table_has_is_refused_before_they_are_kept(string before, int line) =>
        Assert.Equal(
            $"line {line}, character 100001: the line has more than 100000 fields; expected at most as many: " +
                "leave out columns.",
            Refusal(before + new string(',', 4_000_000)));

    [Fact]
    public void Lines_are_counted_through_quoted_line_breaks()
    {
        using var reader = new CsvReader(directory.Write("table.csv", "a,b\n\"1\n2\n3\",x\ny,z\n"u8));
        Assert.True(reader.Read());
        Assert.Equal((2, 4), (reader.Line(0), reader.Line(1)));
        Assert.True(reader.Read());
        Assert.Equal(5, reader.Line(0));
        Assert.False(reader.Read());
    }

    [Fact]
    public void An_empty_file_is_refused() =>
        Assert.Equal(
            "line 1, column 1: the file is empty; expected a header line with the names of the columns.",
            Refusal(""));

    [Theory]
    [InlineData("a,b\n1,2\n1,2,3\n", 3, 3, 3)]
    [InlineData("a,b\n1\n", 2, 1, 1)]
    public void A_line_with_another_number_of_fields_is_refused(string text, int line, int column, int fields) =>
        Assert.Equal(
            $"line {line}, column {column}: the line has {fields} fields and the header 2; expected as many: add " +
                "or remove fields, and put quotes around a field with a comma in it.",
            Refusal(text));

    [Fact]
    public void A_name_that_heads_two_columns_is_refused() =>
        Assert.Equal(
            "line 1, column 3: the name 'a' is already that of column 1; expected distinct names: rename one of them.",
            Refusal("a,b,a\n1,2,3\n"));

    [Fact]
    public void An_empty_line_between_records_is_refused() =>
        Assert.Equal(
            "line 3, character 1: the line is empty and more lines follow; expected a record: remove the line.",
            Refusal("a,b\n1,2\n\n\n3,4\n"));

    [Fact]
    public void A_quote_inside_a_bare_field_is_refused() =>
        Assert.Equal(
            "line 2, character 6: a quote stands inside a field that does not begin with one; put quotes around " +
                "the field and double the one inside.",
            Refusal("a,b\n1,5 x\"3\n"));

    [Fact]
    public void Text_after_a_closing_quote_is_refused() =>
        Assert.Equal(
            "line 3, character 3: 'x' follows a closing quote; expected a comma or the end of the line: double a " +
                "quote that belongs to the field.",
            Refusal("a,b\n\"1\n2\"x,3\n"));

    [Fact]
    public void A_quote_that_is_never_closed_is_refused_where_it_opens() =>
        Assert.Equal(
            "line 2, character 3: a quoted field opens here and the file ends without closing it; add the " +
                "closing quote.",
            Refusal("a,b\n1,\"2\n3,4\n"));

    [Fact]
    public void A_lone_carriage_return_is_refused() =>
        Assert.Equal(
            "line 1, character 5: a carriage return stands alone; expected lines that end in LF or CRLF: convert " +
                "the line ends.",
            Refusal("a,b\r1,2\r"));

    [Theory]
    [InlineData(1)]
    [InlineData(30_000)]
    public void Bytes_that_are_not_utf8_are_refused_by_line(int line)
    {
        byte[] bytes =
        [
            .. Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("ä,2\n", line - 1))),
            0x31,
            0xE4,
            0x2C,
        ];
        Assert.Equal(
            $"line {line + 1}, character 1 or later: the bytes E4 are not UTF-8; save the file as UTF-8.",
            Refusal(bytes));
    }

    [Fact]
    public void An_absent_column_is_named_with_the_nearest()
    {
        string path = directory.Write("table.csv", "height,weight\n1,2\n"u8);
        using var reader = new CsvReader(path);
        Assert.Equal(1, reader.Column("weight"));
        Assert.Equal(
            $"{path}: line 1, column 'wieght': the header has no such column; did you mean 'weight'?",
            Assert.Throws<DataException>(() => reader.Column("wieght")).Message);
        Assert.Equal(
            $"{path}: line 1, column 'age': the header has no such column; known: 'height', 'weight'.",
            Assert.Throws<DataException>(() => reader.Column("age")).Message);
    }
}
