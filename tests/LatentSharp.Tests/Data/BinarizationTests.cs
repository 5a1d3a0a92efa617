using LatentSharp.Data;

namespace LatentSharp.Tests.Data;

public class BinarizationTests
{
    private static float[] Convert(Binarization binarization, double[] pixels, double maximum = 255)
    {
        float[] values = new float[pixels.Length];
        binarization.Convert(pixels, maximum, values);
        return values;
    }

    [Fact]
    public void The_threshold_is_half_of_the_maximum()
    {
        Assert.Equal([0, 0, 1, 1], Convert(Binarization.Threshold, [0, 127, 128, 255]));
        Assert.Equal([0, 0, 1, 1], Convert(Binarization.Threshold, [0, 7, 8, 16], maximum: 16));
    }

    [Fact]
    public void What_is_to_be_drawn_or_stays_grey_is_divided_by_the_maximum() =>
        Assert.All(
            [Binarization.None, Binarization.Static, Binarization.Dynamic],
            way => Assert.Equal([0, 51 / 255f, 1], Convert(way, [0, 51, 255])));

    [Fact]
    public void Names_are_parsed_and_unknown_ones_refused()
    {
        Assert.All(Binarization.All, way => Assert.Same(way, Binarization.Parse(way.ToString())));
        Assert.Equal(["threshold", "static", "dynamic", "none"], Binarization.All.Select(way => way.ToString()));
        Assert.Equal(
            "There is no binarization 'treshold'; did you mean 'threshold'?",
            Assert.Throws<OptionException>(() => Binarization.Parse("treshold")).Message);
    }
}
