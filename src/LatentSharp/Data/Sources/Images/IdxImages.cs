using System.Globalization;
using LatentSharp.Data.Formats.Idx;
using LatentSharp.Tensors;

namespace LatentSharp.Data.Sources.Images;

/// <summary>
/// Images, and their labels, as a data set: some pixels, the label or nothing given, the other pixels to be generated.
/// </summary>
public static class IdxImages
{
    private const int MostClasses = 10_000;
    private const string FieldName = "image";

    /// <summary>Loads a pair of IDX files, such as MNIST's.</summary>
    /// <param name="imagesPath">Images, [examples, height, width].</param>
    /// <param name="labelsPath">
    /// Labels, [examples], or null. The class index is the label's value, and its name the number.
    /// </param>
    /// <param name="condition">What is given.</param>
    /// <param name="binarization">How grey values are read.</param>
    /// <param name="greyMaximum">
    /// The pixel value that is white; null to take it from the file: 255 or 1 where the values reach into the upper
    /// half of that range, and else the greatest of them.
    /// </param>
    /// <exception cref="DataException">
    /// A file cannot be used, the two do not fit together, or the condition is a label and there are none.
    /// </exception>
    public static Dataset Load(
        string imagesPath,
        string? labelsPath,
        ImageCondition condition,
        Binarization binarization,
        double? greyMaximum = null) =>
        Open(imagesPath, labelsPath, condition, binarization, greyMaximum).Images;

    /// <summary>The same, with the pixel value that was taken for white.</summary>
    internal static (Dataset Images, double White) Open(
        string imagesPath,
        string? labelsPath,
        ImageCondition condition,
        Binarization binarization,
        double? greyMaximum)
    {
        IdxFile images = IdxFile.Read(imagesPath);
        IdxFile? labels = labelsPath is null ? null : IdxFile.Read(labelsPath);
        double white = 0;
        Dataset data = Arrange(
            Path.GetFileName(imagesPath), condition, binarization,
            () => white = GreyRange.Of(images, greyMaximum), (images, labels));
        return (data, white);
    }

    /// <summary>
    /// Divides images into conditions and targets. Those of several files follow each other, and are of one size.
    /// <paramref name="white"/> is asked once the files are known to be images.
    /// </summary>
    internal static Dataset Arrange(
        string name,
        ImageCondition condition,
        Binarization binarization,
        Func<double> white,
        params (IdxFile Images, IdxFile? Labels)[] files)
    {
        int[] labels = [.. files.SelectMany(file => Classes(file.Images, file.Labels))];
        int count = files.Sum(file => file.Images.Extents[0]);
        ImageLayout layout = condition.LayoutOf(
            files[0].Images.Name,
            files[0].Images.Extents[2],
            files[0].Images.Extents[1]);
        if (condition == ImageCondition.Label && labels.Length == 0)
            throw new DataException(
                $"{files[0].Images.Name}: the condition is label and there are no labels; give labels, the path " +
                    "of their file, or another condition.");
        string[] names = labels.Length == 0 ? [] : Names(labels);

        var given = new Tensor(
            new Shape(count, condition == ImageCondition.Label ? names.Length : layout.ConditionPixels.Length));
        var target = new Tensor(new Shape(count, layout.TargetPixels.Length));
        double maximum = white();
        double[] stored = new double[layout.Width * layout.Height];
        float[] pixels = new float[stored.Length];
        int image = 0;
        foreach ((IdxFile images, _) in files)
        {
            for (int start = 0; start < images.Count; start += stored.Length, image++)
            {
                images.Read(start, stored);
                binarization.Convert(stored, maximum, pixels);
                Gather(pixels, layout.ConditionPixels.AsSpan(), given.Row(image));
                Gather(pixels, layout.TargetPixels.AsSpan(), target.Row(image));
                if (condition == ImageCondition.Label)
                    given.Row(image)[labels[image]] = 1;
            }
        }

        var draws = new PixelDraws(layout, [.. Enumerable.Range(0, count)]);
        for (image = 0; binarization == Binarization.Static && image < count; image++)
            draws.ApplyOnce(image, given.Row(image), target.Row(image));
        return new Dataset(
            name,
            given,
            target,
            labels.Length == 0 ? null : labels,
            labels.Length == 0 ? null : names,
            Given(condition, layout, names),
            new Fields(Field.Image(FieldName, new PixelLayout(layout.Width, layout.Height, layout.TargetPixels))))
        {
            Draws = binarization == Binarization.Dynamic ? draws : null,
        };
    }

    private static Fields Given(ImageCondition condition, ImageLayout layout, string[] names) =>
        condition == ImageCondition.Label ? new Fields(Field.OneHot("label", names))
        : layout.ConditionPixels.Length == 0 ? Fields.None
        : new Fields(Field.Image(FieldName, new PixelLayout(layout.Width, layout.Height, layout.ConditionPixels)));

    private static void Gather(float[] pixels, ReadOnlySpan<int> from, Span<float> destination)
    {
        for (int i = 0; i < from.Length; i++)
            destination[i] = pixels[from[i]];
    }

    /// <summary>Checks that the files are what they are given for, and fit together.</summary>
    private static IEnumerable<int> Classes(IdxFile images, IdxFile? labels)
    {
        if (images.Extents.Count != 3)
            throw DataException.AtByte(
                images.Name,
                0,
                $"this is a file of labels, an array of {images.Extents[0]}; expected images, examples x height x " +
                    "width: exchange the two files.");
        int count = images.Extents[0];
        if (count == 0)
            throw DataException.AtByte(
                images.Name,
                4,
                "the file holds 0 images; expected at least one: give a file with images.");
        if (labels is null)
            return [];
        if (labels.Extents.Count != 1)
            throw DataException.AtByte(
                labels.Name,
                0,
                $"this is a file of images, an array of {string.Join(" x ", labels.Extents)}; expected labels, one " +
                    "for each image: exchange the two files.");
        if (labels.Extents[0] != count)
            throw DataException.AtByte(
                labels.Name,
                4,
                $"the file holds {labels.Extents[0]} labels and {images.Name} {count} images; expected one label " +
                    "for each image: give the "
                    + "two files of one set.");
        double[] classes = new double[count];
        labels.Read(0, classes);
        int wrong = Array.FindIndex(classes, label => !(label >= 0 && label < MostClasses && label % 1 == 0));
        return wrong < 0
            ? classes.Select(label => (int)label)
            : throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{labels.Name}: the label of image {wrong}, counted from 0, is {classes[wrong]}; expected a " +
                        $"class from 0 to {MostClasses - 1}: number the classes from 0."));
    }

    private static string[] Names(int[] classes) =>
        [.. Enumerable.Range(0, classes.Max() + 1).Select(value => value.ToString(CultureInfo.InvariantCulture))];
}
