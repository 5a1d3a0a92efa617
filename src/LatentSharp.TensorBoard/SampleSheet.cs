using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Charts;

namespace LatentSharp.TensorBoard;

/// <summary>
/// Decoded examples as one grey image: a row for each, with the example itself, the decoder at the posterior's mean,
/// and at draws of the router, a line of grey between two.
/// </summary>
internal static class SampleSheet
{
    private const float Grey = 0.5f;

    public static (byte[] Png, int Width, int Height) Encode(DecoderSamples samples)
    {
        int columns = 2 + samples.Examples[0].FromRouter.Count;
        int width = columns * (samples.Width + 1) - 1, height = samples.Examples.Count * (samples.Height + 1) - 1;
        var pixels = new float[width * height];
        Array.Fill(pixels, Grey);
        for (int row = 0; row < samples.Examples.Count; row++)
        {
            DecodedExample example = samples.Examples[row];
            float[][] images = [[.. example.Truth], [.. example.AtPosteriorMean], .. example.FromRouter];
            for (int column = 0; column < columns; column++)
            {
                for (int y = 0; y < samples.Height; y++)
                {
                    int at = (row * (samples.Height + 1) + y) * width + column * (samples.Width + 1);
                    images[column].AsSpan(y * samples.Width, samples.Width).CopyTo(pixels.AsSpan(at));
                }
            }
        }

        return (GreyPng.Encode(pixels, width, height), width, height);
    }
}
