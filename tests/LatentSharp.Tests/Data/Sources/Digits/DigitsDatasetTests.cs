using LatentSharp.Data;
using LatentSharp.Data.Sources.Digits;

namespace LatentSharp.Tests.Data.Sources.Digits;

public class DigitsDatasetTests
{
    private static readonly Dataset Digits = DigitsDataset.Load();

    // The counts that the repository's page gives for the test set.
    [Fact]
    public void The_set_has_1797_examples_in_the_known_class_counts()
    {
        Assert.Equal((1797, 32, 32), (Digits.Count, Digits.Condition.Shape[1], Digits.Target.Shape[1]));
        int[] counts = new int[10];
        foreach (int label in Digits.Labels!)
            counts[label]++;
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], counts);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Digits.LabelNames!);
    }

    // numpy, on the source file: (pixels >= 8).sum() of the upper and of the lower 32 columns.
    [Fact]
    public void The_halves_have_the_known_numbers_of_ink_pixels()
    {
        Assert.Equal(18685, Digits.Condition.Span.ToArray().Count(pixel => pixel == 1));
        Assert.Equal(18466, Digits.Target.Span.ToArray().Count(pixel => pixel == 1));
        Assert.All(Digits.Condition.Span.ToArray(), pixel => Assert.True(pixel is 0 or 1));
    }

    [Fact]
    public void The_first_example_is_the_known_zero()
    {
        Assert.Equal(0, Digits.Labels![0]);
        Assert.Equal("00011000 00111100 00100110 00100110", Drawn(Digits.Condition.Row(0)));
        Assert.Equal("00100110 00100100 00101100 00011000", Drawn(Digits.Target.Row(0)));
    }

    [Fact]
    public void The_layout_puts_the_condition_above_the_target()
    {
        ImageLayout image = Digits.Image!;
        Assert.Equal((8, 8), (image.Width, image.Height));
        Assert.Equal(Enumerable.Range(0, 32), image.ConditionPixels);
        Assert.Equal(Enumerable.Range(32, 32), image.TargetPixels);
    }

    [Fact]
    public void The_attribution_names_authors_licence_and_modifications()
    {
        foreach (
            string part in (string[])
                ["E. Alpaydin and C. Kaynak", "https://doi.org/10.24432/C50P49", "CC BY 4.0", "Modifications:"])
            Assert.Contains(part, DigitsDataset.Attribution);
    }

    private static string Drawn(ReadOnlySpan<float> pixels)
    {
        string digits = string.Concat(pixels.ToArray().Select(pixel => pixel == 1 ? '1' : '0'));
        return string.Join(' ', digits.Chunk(8).Select(row => new string(row)));
    }
}
