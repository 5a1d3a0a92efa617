using LatentSharp.TensorBoard;
using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.Tests.TensorBoard;

public sealed class SummariesTests
{
    [Fact]
    public void A_scalar_goes_to_the_scalars_with_its_words()
    {
        Summary.Types.Value value = Summaries
            .Scalar("loss/total", 0.1, "The *loss*.", "loss")
            .ToMessage(withMetadata: true);
        Assert.Equal(("loss/total", 0.1f), (value.Tag, value.SimpleValue));
        Assert.Equal(("scalars", DataClass.Scalar), (value.Metadata.PluginData.PluginName, value.Metadata.DataClass));
        Assert.Equal(("The *loss*.", "loss"), (value.Metadata.SummaryDescription, value.Metadata.DisplayName));
    }

    [Theory]
    [InlineData(double.NaN, float.NaN)]
    [InlineData(1e300, float.PositiveInfinity)]
    [InlineData(0, 0)]
    public void A_scalar_may_be_anything(double given, float stored)
    {
        Summary.Types.Value value = Summaries.Scalar("a", given).ToMessage(withMetadata: false);
        Assert.Equal((Summary.Types.Value.ValueOneofCase.SimpleValue, stored), (value.ValueCase, value.SimpleValue));
    }

    [Fact]
    public void A_histogram_goes_to_the_histograms()
    {
        Summary.Types.Value value = Summaries.Histogram("kl", [1, 2]).ToMessage(withMetadata: true);
        Assert.Equal(
            ("histograms", DataClass.Tensor),
            (value.Metadata.PluginData.PluginName, value.Metadata.DataClass));
        Assert.Equal(2, value.Histo.Num);
    }

    [Fact]
    public void An_image_goes_to_the_images_as_it_is()
    {
        Summary.Types.Value value = Summaries.Image("drawn", [1, 2, 3], 28, 14).ToMessage(withMetadata: true);
        Assert.Equal((28, 14, 1), (value.Image.Width, value.Image.Height, value.Image.Colorspace));
        Assert.Equal([1, 2, 3], value.Image.EncodedImageString.ToByteArray());
        Assert.Equal(
            ("images", DataClass.BlobSequence),
            (value.Metadata.PluginData.PluginName, value.Metadata.DataClass));
        Assert.True(ImageContent.Parser.ParseFrom(value.Metadata.PluginData.Content).ConvertedToTensor);
    }

    [Fact]
    public void A_value_has_a_tag() => Assert.Throws<ArgumentException>(() => Summaries.Scalar(" ", 1));
}
