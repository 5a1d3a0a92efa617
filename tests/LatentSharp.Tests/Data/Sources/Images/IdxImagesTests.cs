using LatentSharp.Data;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Tests.Data.Formats.Idx;

namespace LatentSharp.Tests.Data.Sources.Images;

public sealed class IdxImagesTests : IDisposable
{
    private const uint Labels = 0x801, Images = 0x803;

    private readonly TemporaryDirectory directory = new();
    private readonly string images, labels;

    public IdxImagesTests()
    {
        images = directory.Write("images", IdxBytes.Of(Images, [2, 2, 2], 0, 255, 51, 102, 200, 100, 128, 127));
        labels = directory.Write("labels", IdxBytes.Of(Labels, [2], 2, 0));
    }

    public void Dispose() => directory.Dispose();

    private static string Refusal(string images, string? labels, ImageCondition? condition = null) =>
        Assert.Throws<DataException>(
            () => IdxImages.Load(images, labels, condition ?? ImageCondition.UpperHalf, Binarization.None)).Message;

    [Fact]
    public void Images_and_labels_become_a_data_set()
    {
        Dataset data = IdxImages.Load(images, labels, ImageCondition.LeftHalf, Binarization.None);
        Assert.Equal("images", data.Name);
        Assert.Equal([0, 51 / 255f, 200 / 255f, 128 / 255f], data.Condition.Span);
        Assert.Equal([1, 102 / 255f, 100 / 255f, 127 / 255f], data.Target.Span);
        Assert.Equal([2, 0], data.Labels!);
        Assert.Equal(["0", "1", "2"], data.LabelNames!);
        Assert.Equal([0, 2], data.Image!.ConditionPixels);
    }

    [Fact]
    public void Pixels_are_binarised_before_they_are_divided()
    {
        Dataset data = IdxImages.Load(images, null, ImageCondition.UpperHalf, Binarization.Threshold);
        Assert.Equal([0, 1, 1, 0], data.Condition.Span);
        Assert.Equal([0, 0, 1, 0], data.Target.Span);
        Assert.Null(data.Labels);
    }

    [Fact]
    public void Static_pixels_are_the_same_whatever_the_condition()
    {
        string grey = directory.Write("grey", IdxBytes.Of(Images, [16, 2, 2], [.. Enumerable.Repeat((byte)128, 64)]));
        Dataset Load(ImageCondition condition) => IdxImages.Load(grey, null, condition, Binarization.Static, 255);
        Dataset upper = Load(ImageCondition.UpperHalf), left = Load(ImageCondition.LeftHalf);
        Assert.Equal(upper.Fingerprint, Load(ImageCondition.UpperHalf).Fingerprint);

        // The top left pixel is the first of both conditions, the bottom left is first of one target and second of the
        // other.
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(upper.Condition.Row(i)[0], left.Condition.Row(i)[0]);
            Assert.Equal(upper.Target.Row(i)[0], left.Condition.Row(i)[1]);
        }
    }

    [Fact]
    public void Labels_of_another_type_are_classes_and_other_numbers_are_refused()
    {
        string wide = directory.Write("wide", IdxBytes.Of(0x0C01, [2], 0, 0, 1, 0, 0, 0, 0, 7)),
            negative = directory.Write("negative", IdxBytes.Of(0x0901, [2], 1, 0xFF));
        Dataset data = IdxImages.Load(images, wide, ImageCondition.LeftHalf, Binarization.None);
        Assert.Equal([256, 7], data.Labels!);
        Assert.Equal(
            $"{negative}: the label of image 1, counted from 0, is -1; expected a class from 0 to 9999: number the " +
                "classes from 0.",
            Refusal(images, negative));
    }

    [Fact]
    public void A_file_without_images_is_refused()
    {
        string empty = directory.Write("empty", IdxBytes.Of(Images, [0, 2, 2]));
        Assert.Equal(
            $"{empty}: byte 4: the file holds 0 images; expected at least one: give a file with images.",
            Refusal(empty, null));
    }

    [Fact]
    public void Files_in_each_others_place_are_refused()
    {
        Assert.Equal(
            $"{labels}: byte 0: this is a file of labels, an array of 2; expected images, examples x height x width: " +
                "exchange the two files.",
            Refusal(labels, images));
        Assert.Equal(
            $"{images}: byte 0: this is a file of images, an array of 2 x 2 x 2; expected labels, one for each " +
                "image: exchange the two files.",
            Refusal(images, images));
    }

    [Fact]
    public void Labels_of_another_set_are_refused()
    {
        string three = directory.Write("three", IdxBytes.Of(Labels, [3], 0, 1, 2));
        Assert.Equal(
            $"{three}: byte 4: the file holds 3 labels and {images} 2 images; expected one label for each image: " +
                "give the two files of one set.",
            Refusal(images, three));
    }

    [Fact]
    public void Images_that_do_not_divide_are_refused_by_file()
    {
        string odd = directory.Write("odd", IdxBytes.Of(Images, [1, 3, 2], 1, 2, 3, 4, 5, 6));
        Assert.StartsWith(
            $"{odd}: the images are 2 pixels wide and 3 high; upper_half needs an even height",
            Refusal(odd, null));
    }

    [Fact]
    public void A_label_is_one_hot_and_without_pixels_and_no_condition_has_no_columns()
    {
        Dataset label = IdxImages.Load(images, labels, ImageCondition.Label, Binarization.Threshold);
        Assert.Equal([0, 0, 1, 1, 0, 0], label.Condition.Span);
        Assert.Equal([0, 1, 0, 0, 1, 0, 1, 0], label.Target.Span);
        Assert.Empty(label.Image!.ConditionPixels);
        Assert.Equal("label = 2", label.ConditionFields.ElementName(2));
        Assert.Equal("image row 1, column 0", label.TargetFields.ElementName(2));
        Dataset none = IdxImages.Load(images, null, ImageCondition.None, Binarization.Threshold);
        Assert.Equal(0, none.Condition.Shape[1]);
        Assert.Equal(label.Target.Span, none.Target.Span);
        Assert.Equal(2, none.Subset([1, 0]).Count);
        Assert.NotEqual(label.Fingerprint, none.Fingerprint);
    }

    [Fact]
    public void A_label_condition_needs_labels() =>
        Assert.Equal(
            $"{images}: the condition is label and there are no labels; give labels, the path of their file, or " +
                "another condition.",
            Refusal(images, null, ImageCondition.Label));
}
