using LatentSharp.Data;
using LatentSharp.Tensors.Randomness;

namespace LatentSharp.Tests.Data.Images;

public class BinarizationTests
{
    private static float[] Apply(Binarization binarization, byte[] pixels, ulong seed = 0, int image = 0, int maximum = 255)
    {
        float[] values = new float[pixels.Length];
        binarization.Apply(pixels, maximum, seed, image, values);
        return values;
    }

    [Fact]
    public void The_threshold_is_half_of_the_maximum()
    {
        Assert.Equal([0, 0, 1, 1], Apply(Binarization.Threshold, [0, 127, 128, 255]));
        Assert.Equal([0, 0, 1, 1], Apply(Binarization.Threshold, [0, 7, 8, 16], maximum: 16));
    }

    [Fact]
    public void None_divides_by_the_maximum() =>
        Assert.Equal([0, 51 / 255f, 1], Apply(Binarization.None, [0, 51, 255]));

    [Fact]
    public void Stochastic_compares_the_intensity_with_the_images_own_draws()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        float[] draws = new float[256];
        new RandomStream(5, RandomPurpose.Binarization, 3).FillUniform(draws);
        float[] expected = [.. draws.Select((draw, i) => draw < i / 255.0 ? 1f : 0f)];
        Assert.Equal(expected, Apply(Binarization.Stochastic, pixels, seed: 5, image: 3));
        Assert.NotEqual(expected, Apply(Binarization.Stochastic, pixels, seed: 6, image: 3));
        Assert.NotEqual(expected, Apply(Binarization.Stochastic, pixels, seed: 5, image: 4));
    }

    // 100 000 draws at p = 0.2: five standard errors are 5 sqrt(0.2 * 0.8 / 1e5) = 0.0063.
    [Fact]
    public void Stochastic_pixels_are_one_as_often_as_the_intensity_says_and_always_at_the_ends()
    {
        byte[] pixels = [.. Enumerable.Repeat((byte)51, 100_000)];
        Assert.InRange(Apply(Binarization.Stochastic, pixels, seed: 1).Average(), 0.2 - 0.0063, 0.2 + 0.0063);
        Assert.All(Apply(Binarization.Stochastic, new byte[10_000]), value => Assert.Equal(0, value));
        Assert.All(Apply(Binarization.Stochastic, [.. Enumerable.Repeat((byte)255, 10_000)]), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Names_are_parsed_and_unknown_ones_refused()
    {
        Assert.All(Binarization.All, way => Assert.Same(way, Binarization.Parse(way.ToString())));
        Assert.Equal(["threshold", "stochastic", "none"], Binarization.All.Select(way => way.ToString()));
        Assert.Equal(
            "There is no binarization 'treshold'; did you mean 'threshold'?",
            Assert.Throws<OptionException>(() => Binarization.Parse("treshold")).Message);
    }
}
