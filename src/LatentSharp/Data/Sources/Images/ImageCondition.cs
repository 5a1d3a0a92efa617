using LatentSharp.Words;

namespace LatentSharp.Data.Sources.Images;

/// <summary>
/// What of an image is the condition: some pixels, and the others are the target; or nothing, or the label, and the
/// whole image is the target. Quadrants are observed as in Sohn, Lee and Yan 2015 ("Learning structured output
/// representation using deep conditional generative models", section 5.1): 1 is the bottom left, 2 the left two, 3 all
/// but the top right.
/// </summary>
public sealed class ImageCondition
{
    private readonly string name;
    private readonly bool evenWidth, evenHeight;
    private readonly Func<bool, bool, bool> isObserved;

    private ImageCondition(string name, bool evenWidth, bool evenHeight, Func<bool, bool, bool> isObserved)
    {
        this.name = name;
        (this.evenWidth, this.evenHeight, this.isObserved) = (evenWidth, evenHeight, isObserved);
    }

    /// <summary>The upper half of the rows: <c>upper_half</c>.</summary>
    public static ImageCondition UpperHalf { get; } = new("upper_half", false, true, (left, bottom) => !bottom);

    /// <summary>The left half of the columns: <c>left_half</c>.</summary>
    public static ImageCondition LeftHalf { get; } = new("left_half", true, false, (left, bottom) => left);

    /// <summary>The bottom-left quadrant: <c>quadrants:1</c>.</summary>
    public static ImageCondition OneQuadrant { get; } =
        new("quadrants:1", true, true, (left, bottom) => left && bottom);

    /// <summary>The two left quadrants: <c>quadrants:2</c>.</summary>
    public static ImageCondition TwoQuadrants { get; } = new("quadrants:2", true, true, (left, bottom) => left);

    /// <summary>All quadrants but the top-right one: <c>quadrants:3</c>.</summary>
    public static ImageCondition ThreeQuadrants { get; } =
        new("quadrants:3", true, true, (left, bottom) => left || bottom);

    /// <summary>The label, one-hot: <c>label</c>.</summary>
    public static ImageCondition Label { get; } = new("label", false, false, (left, bottom) => false);

    /// <summary>No condition, x has no columns: <c>none</c>.</summary>
    public static ImageCondition None { get; } = new("none", false, false, (left, bottom) => false);

    /// <summary>Every condition there is.</summary>
    public static IReadOnlyList<ImageCondition> All { get; } =
    [UpperHalf, LeftHalf, OneQuadrant, TwoQuadrants, ThreeQuadrants, Label, None];

    /// <summary>Reads a condition as a config spells it; a space may follow the colon of <c>quadrants: 1</c>.</summary>
    /// <exception cref="OptionException">There is no such condition.</exception>
    public static ImageCondition Parse(string text)
    {
        string spelled = text.Replace(": ", ":", StringComparison.Ordinal);
        return All.FirstOrDefault(condition => condition.name == spelled)
            ?? throw new OptionException(
                $"There is no image condition {OneLine.Excerpt(text)}; " +
                $"{NearestName.Suggestion(text, [.. All.Select(condition => condition.name)])}");
    }

    /// <summary>Divides the pixels of an image into condition and target, each in the image's order.</summary>
    /// <param name="source">The file or data set that the images come from, named in errors.</param>
    /// <param name="width">Pixels to a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="DataException">The image does not divide into halves or quadrants.</exception>
    public ImageLayout LayoutOf(string source, int width, int height)
    {
        if (width < 1 || height < 1)
            throw new DataException(
                $"{source}: the images are {width} x {height} pixels; expected at least one pixel.");
        if (evenWidth && width % 2 != 0 || evenHeight && height % 2 != 0)
            throw new DataException(
                $"{source}: the images are {width} pixels wide and {height} high; {name} needs an even "
                    + $"{(evenWidth ? evenHeight ? "width and height" : "width" : "height")}: crop or pad the images, "
                    + "or choose another condition."
            );

        List<int> condition = [], target = [];
        int pixels = checked(width * height);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            bool left = pixel % width < width / 2, bottom = pixel / width >= height / 2;
            (isObserved(left, bottom) ? condition : target).Add(pixel);
        }

        return new ImageLayout(width, height, [.. condition], [.. target]);
    }

    /// <summary>The name as a config spells it.</summary>
    public override string ToString() => name;
}
