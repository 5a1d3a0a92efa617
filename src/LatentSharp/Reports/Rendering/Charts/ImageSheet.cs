using LatentSharp.Data;
using LatentSharp.Tensors;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>Images that a model generated, side by side: a line for each condition, an image for each draw.</summary>
internal static class ImageSheet
{
    private const int MostPixels = 1 << 24, Gap = 2, WantedWidth = 32;
    private const float GapGrey = 0.5f;

    /// <summary>
    /// Draws a sheet as PNG; what is given of an image stands in each of its line. Small images are enlarged by whole
    /// pixels, to at most 32 across.
    /// </summary>
    /// <param name="image">Where the columns of x and y lie.</param>
    /// <param name="conditions">x, [conditions, condition].</param>
    /// <param name="draws">Images for each condition.</param>
    /// <param name="blocks">y, whole conditions to a block, [conditions, draws, target].</param>
    /// <exception cref="DataException">The sheet would be larger than a viewer shows.</exception>
    public static byte[] Render(ImageLayout image, Tensor conditions, int draws, IEnumerable<float[]> blocks)
    {
        int lines = conditions.Shape[0], scale = Math.Max(WantedWidth / image.Width, 1);
        (int pitchX, int pitchY) = (image.Width * scale + Gap, image.Height * scale + Gap);
        long width = (long)draws * pitchX - Gap, height = (long)lines * pitchY - Gap;
        if (width > MostPixels / height)
            throw new DataException(
                $"{lines} conditions by {draws} images make a sheet of {width} x {height} pixels; expected at most " +
                    $"{MostPixels}: ask for fewer, or for arrays");
        var sheet = new float[width * height];
        sheet.AsSpan().Fill(GapGrey);
        int targets = image.TargetPixels.Length, place = 0;
        foreach (float[] block in blocks)
        {
            for (int start = 0; start < block.Length; start += targets, place++)
            {
                (int line, int column) = (place / draws, place % draws);
                Put(image.TargetPixels.AsSpan(), block.AsSpan(start, targets), line, column);
                Put(image.ConditionPixels.AsSpan(), conditions.Row(line), line, column);
            }
        }

        return GreyPng.Encode(sheet, (int)width, (int)height);

        void Put(ReadOnlySpan<int> pixels, ReadOnlySpan<float> values, int line, int column)
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                int x = column * pitchX + pixels[i] % image.Width * scale,
                    y = line * pitchY + pixels[i] / image.Width * scale;
                for (int row = 0; row < scale; row++)
                    sheet.AsSpan((int)((y + row) * width + x), scale).Fill(values[i]);
            }
        }
    }
}
