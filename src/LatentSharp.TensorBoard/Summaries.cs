using Google.Protobuf;
using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.TensorBoard;

/// <summary>
/// The kinds of value that TensorBoard charts. They are written in the fields that TensorBoard and the other readers of
/// event files all take, not as tensors, which some of those leave out; TensorBoard keeps a scalar in float32 either
/// way. The class of the data is given, because its fast loader otherwise drops the description.
/// </summary>
public static class Summaries
{
    private const int Grey = 1;

    /// <summary>A point of a curve; TensorBoard marks those that are not finite.</summary>
    /// <param name="tag">The curve.</param>
    /// <param name="value">The value, stored as float32.</param>
    /// <param name="description">What the curve shows, as Markdown; null without.</param>
    /// <param name="displayName">What to call the curve instead of its tag; null for the tag.</param>
    public static TaggedValue Scalar(
        string tag,
        double value,
        string? description = null,
        string? displayName = null) =>
        new(
            tag,
            new Summary.Types.Value { SimpleValue = (float)value },
            Metadata("scalars", DataClass.Scalar, description, displayName));

    /// <summary>
    /// How values are distributed, counted in <see cref="HistogramBuckets"/>; those that are not finite are left out.
    /// </summary>
    /// <param name="tag">The series of histograms.</param>
    /// <param name="values">The values in any order.</param>
    /// <param name="description">What the histogram shows, as Markdown; null without.</param>
    /// <param name="displayName">What to call the series instead of its tag; null for the tag.</param>
    public static TaggedValue Histogram(
        string tag,
        ReadOnlySpan<double> values,
        string? description = null,
        string? displayName = null) =>
        new(
            tag,
            new Summary.Types.Value { Histo = HistogramBuckets.Of(values) },
            Metadata("histograms", DataClass.Tensor, description, displayName));

    /// <summary>A grey image.</summary>
    /// <param name="tag">The series of images.</param>
    /// <param name="png">The bytes of a PNG file.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="description">What the image shows, as Markdown; null without.</param>
    /// <param name="displayName">What to call the series instead of its tag; null for the tag.</param>
    public static TaggedValue Image(
        string tag,
        byte[] png,
        int width,
        int height,
        string? description = null,
        string? displayName = null)
    {
        var image = new Summary.Types.Image
        {
            Width = width,
            Height = height,
            Colorspace = Grey,
            EncodedImageString = ByteString.CopyFrom(png),
        };
        SummaryMetadata metadata = Metadata("images", DataClass.BlobSequence, description, displayName);
        metadata.PluginData.Content = new ImageContent { ConvertedToTensor = true }.ToByteString();
        return new TaggedValue(tag, new Summary.Types.Value { Image = image }, metadata);
    }

    private static SummaryMetadata Metadata(
        string plugin,
        DataClass dataClass,
        string? description,
        string? displayName) =>
        new()
        {
            PluginData = new SummaryMetadata.Types.PluginData { PluginName = plugin },
            DataClass = dataClass,
            SummaryDescription = description ?? "",
            DisplayName = displayName ?? "",
        };
}
