using LatentSharp.Data.Formats.Idx;
using LatentSharp.Data.Sources.Images;

namespace LatentSharp.Data.Sources.Digits;

/// <summary>
/// The built-in data set <c>digits</c>: 1797 handwritten digits of 8 x 8 pixels (Alpaydin and Kaynak 1998), the digit
/// their label.
/// </summary>
public static class DigitsDataset
{
    /// <summary>The name that a configuration gives as <c>data</c>.</summary>
    public const string Name = "digits";

    private const string Folder = "LatentSharp.Data.Digits.";
    private const int Maximum = 16;

    /// <summary>Who made the data, its licence, and how it was modified.</summary>
    public static string Attribution
    {
        get
        {
            using var reader = new StreamReader(Open("ATTRIBUTION.txt"));
            return reader.ReadToEnd();
        }
    }

    /// <summary>
    /// Loads the data as halves of binary pixels: the upper is the condition [1797, 32], the lower the target [1797,
    /// 32].
    /// </summary>
    public static Dataset Load() => Load(ImageCondition.UpperHalf, Binarization.Threshold);

    /// <summary>Loads the data from the library itself.</summary>
    /// <param name="condition">What is given.</param>
    /// <param name="binarization">How grey values are read.</param>
    public static Dataset Load(ImageCondition condition, Binarization binarization) =>
        IdxImages.Arrange(Name, condition, binarization, () => Maximum, (Read("images.idx.gz"), Read("labels.idx.gz")));

    private static IdxFile Read(string file)
    {
        using Stream stream = Open(file);
        return IdxFile.Read(stream, file);
    }

    private static Stream Open(string file) => typeof(DigitsDataset).Assembly.GetManifestResourceStream(Folder + file)!;
}
