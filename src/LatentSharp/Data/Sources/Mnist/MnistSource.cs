using LatentSharp.Data.Sources.Images;

namespace LatentSharp.Data.Sources.Mnist;

/// <summary>MNIST, by its name, from where it was filed. Its test images are the test part.</summary>
internal sealed class MnistSource : INamedDataSource
{
    public string Name => MnistDataset.Name;

    public bool IsHere => MnistDataset.IsFiled;

    public DataRequest Whole =>
        new(Name)
        {
            Condition = [ImageCondition.None.ToString()],
            ValidationFraction = 1.0 / 6,
        };

    public IReadOnlyList<(string Heading, string Text)> About =>
    [
        ("folder", MnistDataset.Folder),
        ("source", MnistDataset.Attribution),
        ("sha-256", string.Join('\n', MnistDataset.Files.Select(file => $"{file.Sha256}  {file.Name}"))),
    ];

    public bool Accepts(string location) => location == Name;

    public LoadedData Load(DataRequest request)
    {
        (Dataset all, DatasetSplit split) = MnistDataset.Load(
            ImageRequest.OfBuiltIn(request),
            request.Binarization,
            request.ValidationFraction);
        return new LoadedData(all, split);
    }
}
