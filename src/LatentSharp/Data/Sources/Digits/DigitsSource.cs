using LatentSharp.Data.Sources.Images;

namespace LatentSharp.Data.Sources.Digits;

/// <summary>The built-in digits, by their name.</summary>
internal sealed class DigitsSource : INamedDataSource
{
    public string Name => DigitsDataset.Name;

    public bool IsHere => true;

    public DataRequest Whole => new(Name) { Condition = [ImageCondition.None.ToString()] };

    public IReadOnlyList<(string Heading, string Text)> About => [("source", DigitsDataset.Attribution)];

    public bool Accepts(string location) => location == Name;

    public LoadedData Load(DataRequest request) =>
        new(DigitsDataset.Load(ImageRequest.OfBuiltIn(request), request.Binarization));
}
