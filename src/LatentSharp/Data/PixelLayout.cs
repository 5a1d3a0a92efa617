namespace LatentSharp.Data;

/// <summary>
/// Where the elements of a field lie in an image. A pixel's index is row * <see cref="Width"/> + column, from the top
/// left.
/// </summary>
public sealed class PixelLayout
{
    private readonly int[] indices;

    /// <summary>Places elements in an image.</summary>
    /// <param name="width">Pixels to a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="indices">The pixel of each element, at least one; all are inside the image.</param>
    /// <exception cref="DataException">The image has no pixels, none is given, or one is outside.</exception>
    public PixelLayout(int width, int height, IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (width < 1 || height < 1 || indices.Count == 0)
            throw new DataException(
                $"an image of {width} x {height} has {indices.Count} of its pixels in a field; expected at least one.");
        foreach (int pixel in indices)
        {
            if (pixel < 0 || pixel >= (long)width * height)
                throw new DataException(
                    $"an element is placed at pixel {pixel}; an image of {width} x {height} has the pixels 0 to " +
                        $"{(long)width * height - 1}.");
        }

        (Width, Height) = (width, height);
        this.indices = [.. indices];
    }

    /// <summary>Pixels to a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The index of each element's pixel, [width of the field].</summary>
    public IReadOnlyList<int> Indices => indices;

    /// <summary>The same, as an array that is not to be changed.</summary>
    internal int[] Array => indices;
}
