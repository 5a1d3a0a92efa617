using System.Globalization;
using LatentSharp.Tensors;

namespace LatentSharp.Data;

/// <summary>Images, and their labels, as a data set: some pixels given, the others to be generated.</summary>
public static class IdxImages
{
    private const int ByteMaximum = 255;

    /// <summary>Loads a pair of IDX files, such as MNIST's.</summary>
    /// <param name="imagesPath">Images, [examples, height, width].</param>
    /// <param name="labelsPath">Labels, [examples], or null. The class index is the label's value, and its name the number.</param>
    /// <param name="condition">Which pixels are given.</param>
    /// <param name="binarization">How grey values are read.</param>
    /// <param name="seed">The seed of what <see cref="Binarization.Stochastic"/> draws.</param>
    /// <exception cref="DataException">A file cannot be used, or the two do not fit together.</exception>
    public static Dataset Load(
        string imagesPath, string? labelsPath, ImageCondition condition, Binarization binarization, ulong seed) =>
        Arrange(
            Path.GetFileName(imagesPath),
            IdxFile.Read(imagesPath),
            labelsPath is null ? null : IdxFile.Read(labelsPath),
            condition, binarization, ByteMaximum, seed);

    /// <summary>Divides the images into conditions and targets.</summary>
    internal static Dataset Arrange(
        string name, IdxFile images, IdxFile? labels, ImageCondition condition, Binarization binarization, int maximum, ulong seed)
    {
        if (images.Extents.Count != 3)
            throw DataException.AtByte(images.Name, 0,
                "this is a file of labels (magic number 0x00000801); expected images (0x00000803): exchange the two files.");
        int count = images.Extents[0], height = images.Extents[1], width = images.Extents[2];
        if (count == 0)
            throw DataException.AtByte(images.Name, 4, "the file holds 0 images; expected at least one: give a file with images.");
        ImageLayout layout = condition.LayoutOf(images.Name, width, height);
        int[]? classes = labels is null ? null : Classes(labels, images.Name, count);

        var given = new Tensor(new Shape(count, layout.ConditionPixels.Length));
        var target = new Tensor(new Shape(count, layout.TargetPixels.Length));
        float[] pixels = new float[width * height];
        for (int image = 0; image < count; image++)
        {
            binarization.Apply(images.Values.Slice(image * pixels.Length, pixels.Length), maximum, seed, image, pixels);
            Gather(pixels, layout.ConditionPixels, given.Row(image));
            Gather(pixels, layout.TargetPixels, target.Row(image));
        }

        return new Dataset(name, given, target, classes, classes is null ? null : Names(classes), image: layout);
    }

    private static void Gather(float[] pixels, int[] from, Span<float> destination)
    {
        for (int i = 0; i < from.Length; i++)
            destination[i] = pixels[from[i]];
    }

    private static int[] Classes(IdxFile labels, string imagesName, int count)
    {
        if (labels.Extents.Count != 1)
            throw DataException.AtByte(labels.Name, 0,
                "this is a file of images (magic number 0x00000803); expected labels (0x00000801): exchange the two files.");
        if (labels.Extents[0] != count)
            throw DataException.AtByte(labels.Name, 4,
                $"the file holds {labels.Extents[0]} labels and {imagesName} {count} images; expected one label for each image: give the " +
                "two files of one set.");
        int[] classes = new int[count];
        for (int i = 0; i < count; i++)
            classes[i] = labels.Values[i];
        return classes;
    }

    private static string[] Names(int[] classes) =>
        [.. Enumerable.Range(0, classes.Max() + 1).Select(value => value.ToString(CultureInfo.InvariantCulture))];
}
