namespace LatentSharp.Data.Sources.Mnist;

/// <summary>One of MNIST's files, decompressed.</summary>
/// <param name="Name">Its name in the data folder.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">Their SHA-256, in lower-case hexadecimal.</param>
internal sealed record MnistFile(string Name, long Length, string Sha256)
{
    /// <summary>Training images and labels, then test images and labels.</summary>
    public static IReadOnlyList<MnistFile> All { get; } =
    [
        new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ];

    /// <summary>The names under which the file is handed on.</summary>
    public IEnumerable<string> Spellings =>
        from name in (string[])[Name, Name.Replace("-idx", ".idx", StringComparison.Ordinal)]
        from ending in (string[])["", ".gz"]
        select name + ending;
}
