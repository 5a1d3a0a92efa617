using LatentSharp.Data.Formats.Idx;
using LatentSharp.Data.Sources.Images;

namespace LatentSharp.Data.Sources.Mnist;

/// <summary>
/// The data set <c>mnist</c> (LeCun, Cortes and Burges 1998): 60,000 training and 10,000 test images of 28 x 28 pixels.
/// It does not ship with the library: its files are filed once, by <see cref="Take"/>.
/// </summary>
public static class MnistDataset
{
    /// <summary>The name that a configuration gives as <c>data</c>.</summary>
    public const string Name = "mnist";

    /// <summary>The environment variable that moves the data folder.</summary>
    internal const string FolderVariable = "LATENTSHARP_DATA";

    /// <summary>Who made the data, and that it does not ship with the library.</summary>
    public static string Attribution
    {
        get
        {
            using var reader = new StreamReader(
                typeof(MnistDataset).Assembly.GetManifestResourceStream("LatentSharp.Data.Mnist.ATTRIBUTION.txt")!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>
    /// Where the files are: <c>mnist</c> in the folder that LATENTSHARP_DATA names, or in the user's own for local
    /// data.
    /// </summary>
    public static string Folder => Here.Path;

    /// <summary>Whether the files are there.</summary>
    public static bool IsFiled => Here.IsFiled;

    /// <summary>The files, and the SHA-256 of each, decompressed.</summary>
    public static IReadOnlyList<(string Name, string Sha256)> Files { get; } =
    [.. MnistFile.All.Select(file => (file.Name, file.Sha256))];

    private static MnistFolder Here =>
        new(
            Path.Combine(
                Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
                    ? folder
                    : Path.Combine(
                        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData),
                        "latentsharp"),
                Name),
            MnistFile.All);

    /// <summary>
    /// Files MNIST: finds its files in a folder, under any of their usual names and plain or in gzip, checks the
    /// SHA-256 of each and keeps it decompressed in <see cref="Folder"/>. Files that are there already stay.
    /// </summary>
    /// <param name="from">The folder that MNIST was unpacked to, or one up to three above it.</param>
    /// <returns>The name of every file, and whether it was taken now.</returns>
    /// <exception cref="DataException">A file is missing, or has other content.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static IReadOnlyList<(string Name, bool Taken)> Take(string from) => Here.Take(from);

    /// <summary>
    /// Loads all images, the training set's before the test set's, and splits them: the test set is the test part.
    /// </summary>
    /// <param name="condition">What is given.</param>
    /// <param name="binarization">How grey values are read.</param>
    /// <param name="validationFraction">The validation part as a share of the training set, from its end.</param>
    /// <exception cref="DataException">MNIST is not filed, or a file is damaged.</exception>
    public static (Dataset Source, DatasetSplit Split) Load(
        ImageCondition condition,
        Binarization binarization,
        double validationFraction) => Load(Here, condition, binarization, validationFraction);

    /// <summary>Loads the images of a folder.</summary>
    internal static (Dataset Source, DatasetSplit Split) Load(
        MnistFolder folder, ImageCondition condition, Binarization binarization, double validationFraction)
    {
        if (!folder.IsFiled)
            throw new DataException(
                $"{Name}: the data is not in {folder.Path}; file it once, from the folder that MNIST was unpacked to")
            {
                Remedy = new Remedy(RemedyKind.FileMnist),
            };
        (IdxFile, IdxFile?) training = (IdxFile.Read(folder[0]), IdxFile.Read(folder[1])),
            test = (IdxFile.Read(folder[2]), IdxFile.Read(folder[3]));
        Dataset source = IdxImages.Arrange(Name, condition, binarization, () => GreyRange.ByteMaximum, training, test);
        return (source, DatasetSplit.WithOwnTest(source, test.Item1.Extents[0], validationFraction));
    }
}
