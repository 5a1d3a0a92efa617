namespace LatentSharp.Data;

/// <summary>
/// The built-in data set <c>digits</c>: 1797 handwritten digits of 8 x 8 binary pixels (Alpaydin and Kaynak 1998). The
/// upper half is the condition [1797, 32], the lower half the target [1797, 32], the digit the label.
/// </summary>
public static class DigitsDataset
{
    private const string Name = "digits";
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

    /// <summary>Loads the data from the library itself.</summary>
    public static Dataset Load() =>
        IdxImages.Arrange(
            Name, Read("images.idx.gz"), Read("labels.idx.gz"), ImageCondition.UpperHalf, Binarization.Threshold, Maximum, seed: 0);

    private static IdxFile Read(string file)
    {
        using Stream stream = Open(file);
        return IdxFile.Read(stream, file);
    }

    private static Stream Open(string file) => typeof(DigitsDataset).Assembly.GetManifestResourceStream(Folder + file)!;
}
