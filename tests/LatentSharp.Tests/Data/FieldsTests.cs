using LatentSharp.Data;

namespace LatentSharp.Tests.Data;

public class FieldsTests
{
    private static readonly Fields Mixed = new(
        Field.Column("height"),
        Field.OneHot("kind", ["a", "b"]),
        Field.Image("picture", new PixelLayout(2, 3, [1, 4])),
        Field.Numbers("rest", 3));

    [Fact]
    public void Fields_stand_side_by_side_in_their_order()
    {
        Assert.Equal([0, 1, 3, 5], Mixed.Select(field => field.Start));
        Assert.Equal(8, Mixed.Width);
        Assert.Equal(
            [FieldKind.Column, FieldKind.Classes, FieldKind.Image, FieldKind.Numbers],
            Mixed.Select(field => field.Kind));
    }

    [Theory]
    [InlineData(0, "height")]
    [InlineData(1, "kind = a")]
    [InlineData(2, "kind = b")]
    [InlineData(3, "picture row 0, column 1")]
    [InlineData(4, "picture row 2, column 0")]
    [InlineData(5, "rest 0")]
    [InlineData(7, "rest 2")]
    public void Every_column_of_the_tensor_has_a_name(int column, string name) =>
        Assert.Equal(name, Mixed.ElementName(column));

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    public void There_are_no_columns_beyond_the_fields(int column)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Mixed.At(column));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mixed.ElementName(column));
    }

    [Fact]
    public void Only_fields_that_are_all_columns_have_names_of_columns()
    {
        Assert.Equal(["a", "b"], Fields.Columns("a", "b").ColumnNames!);
        Assert.Null(Mixed.ColumnNames);
        Assert.Null(Fields.None.ColumnNames);
    }

    [Fact]
    public void A_field_without_elements_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Field.Numbers("rest", 0));
        Assert.StartsWith(
            "Field: kind has no classes; give at least one.",
            Assert.Throws<ArgumentException>(() => Field.OneHot("kind", [])).Message);
        Assert.Equal(
            "an image of 2 x 3 has 0 of its pixels in a field; expected at least one.",
            Assert.Throws<DataException>(() => new PixelLayout(2, 3, [])).Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void A_pixel_outside_the_image_is_refused(int pixel) =>
        Assert.Equal(
            $"an element is placed at pixel {pixel}; an image of 2 x 3 has the pixels 0 to 5.",
            Assert.Throws<DataException>(() => new PixelLayout(2, 3, [0, pixel])).Message);
}
