using System.Globalization;
using System.Numerics.Tensors;
using LatentSharp.Data.Formats.Idx;

namespace LatentSharp.Data.Sources.Images;

/// <summary>Which pixel value is white, by what a file holds. Black is 0.</summary>
internal static class GreyRange
{
    /// <summary>White in images of bytes, and in floats that were bytes.</summary>
    public const double ByteMaximum = 255;

    /// <summary>White in bits, and in floats that were divided by their maximum.</summary>
    public const double UnitMaximum = 1;

    /// <summary>
    /// 1 for floats of which the greatest is in the upper half of 0 to 1, 255 for values of which it is in the upper
    /// half of 0 to 255; the greatest value itself where all are darker than that, as in digits of 0 to 16 or in bits.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="given">White, where it is said; null to look.</param>
    /// <exception cref="DataException">
    /// A value is below 0, above white or no number, all are the same, or none of these ranges holds them.
    /// </exception>
    public static double Of(IdxFile images, double? given)
    {
        (double least, double greatest) = Ends(images);
        if (!double.IsFinite(least) || !double.IsFinite(greatest))
            throw Error(images, "a pixel is not a finite number", "fill it in or remove the image");
        if (least < 0)
            throw Error(images, $"the pixels go from {Text(least)} to {Text(greatest)}",
                "shift and scale them so that black is 0");
        if (greatest > (given ?? ByteMaximum))
            throw Error(images, $"the greatest pixel is {Text(greatest)}",
                "give grey_maximum, the value that is white, or divide the pixels by it");
        if (given is { } white)
            return white;
        if (least == greatest)
            throw Error(images, $"every pixel of every image is {Text(greatest)}", "check how the file was written");
        double range = images.Element.IsFloat && greatest <= UnitMaximum ? UnitMaximum : ByteMaximum;
        return 2 * greatest >= range ? range : greatest;
    }

    private static (double Least, double Greatest) Ends(IdxFile images)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        double[] part = new double[Math.Min(images.Count, 1 << 14)];
        for (int start = 0; start < images.Count; start += part.Length)
        {
            Span<double> values = part.AsSpan(0, Math.Min(part.Length, images.Count - start));
            images.Read(start, values);
            // A NaN stays a NaN from here on.
            least = Math.Min(least, TensorPrimitives.Min<double>(values));
            greatest = Math.Max(greatest, TensorPrimitives.Max<double>(values));
        }

        return (least, greatest);
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static DataException Error(IdxFile images, string found, string remedy) =>
        new($"{images.Name}: {found} (of type {images.Element}); expected black at 0 and white at 1 or 255: {remedy}.");
}
