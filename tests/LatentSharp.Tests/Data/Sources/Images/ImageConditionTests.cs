using LatentSharp.Data;
using LatentSharp.Data.Sources.Images;

namespace LatentSharp.Tests.Data.Sources.Images;

public class ImageConditionTests
{
    // A 4 x 2 image has the pixels 0 1 2 3 above 4 5 6 7; its quadrants are 0 1, 2 3, 4 5 and 6 7.
    [Theory]
    [InlineData("upper_half", new[] { 0, 1, 2, 3 }, new[] { 4, 5, 6, 7 })]
    [InlineData("left_half", new[] { 0, 1, 4, 5 }, new[] { 2, 3, 6, 7 })]
    [InlineData("quadrants:1", new[] { 4, 5 }, new[] { 0, 1, 2, 3, 6, 7 })]
    [InlineData("quadrants: 2", new[] { 0, 1, 4, 5 }, new[] { 2, 3, 6, 7 })]
    [InlineData("quadrants: 3", new[] { 0, 1, 4, 5, 6, 7 }, new[] { 2, 3 })]
    [InlineData("label", new int[0], new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData("none", new int[0], new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    public void The_pixels_are_divided_as_named(string text, int[] condition, int[] target)
    {
        ImageLayout layout = ImageCondition.Parse(text).LayoutOf("images", 4, 2);
        Assert.Equal((4, 2), (layout.Width, layout.Height));
        Assert.Equal(condition, layout.ConditionPixels);
        Assert.Equal(target, layout.TargetPixels);
    }

    [Fact]
    public void Every_condition_is_parsed_back_from_its_name() =>
        Assert.All(ImageCondition.All, condition => Assert.Same(condition, ImageCondition.Parse(condition.ToString())));

    [Theory]
    [InlineData("uper_half", "There is no image condition 'uper_half'; did you mean 'upper_half'?")]
    [InlineData("quadrants:4", "There is no image condition 'quadrants:4'; did you mean 'quadrants:1'?")]
    [InlineData(
        "all",
        "There is no image condition 'all'; known: 'upper_half', 'left_half', 'quadrants:1', 'quadrants:2', " +
            "'quadrants:3', 'label', 'none'."
    )]
    public void An_unknown_name_is_refused_with_the_nearest(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<OptionException>(() => ImageCondition.Parse(text)).Message);

    [Theory]
    [InlineData("upper_half", 4, 3, "an even height")]
    [InlineData("left_half", 3, 4, "an even width")]
    [InlineData("quadrants:2", 4, 3, "an even width and height")]
    [InlineData("quadrants:1", 3, 4, "an even width and height")]
    public void An_image_that_does_not_divide_is_refused(string name, int width, int height, string needed)
    {
        var error = Assert.Throws<DataException>(() => ImageCondition.Parse(name).LayoutOf("images", width, height));
        Assert.Equal(
            $"images: the images are {width} pixels wide and {height} high; {name} needs {needed}: crop or pad " +
                "the images, or choose another condition.",
            error.Message);
    }

    [Fact]
    public void The_side_that_is_not_halved_may_be_odd()
    {
        Assert.Equal([0, 1, 2], ImageCondition.UpperHalf.LayoutOf("images", 3, 2).ConditionPixels);
        Assert.Equal([0, 2, 4], ImageCondition.LeftHalf.LayoutOf("images", 2, 3).ConditionPixels);
    }

    [Fact]
    public void An_image_without_pixels_is_refused() =>
        Assert.Equal(
            "images: the images are 0 x 2 pixels; expected at least one pixel.",
            Assert.Throws<DataException>(() => ImageCondition.LeftHalf.LayoutOf("images", 0, 2)).Message);
}
