using LatentSharp.Data.Formats;

namespace LatentSharp.Data.Sources.Images;

/// <summary>Images in the format of the MNIST files, plain or in gzip.</summary>
internal sealed class IdxSource : IDataSource
{
    public string Name => "IDX file";

    public bool Accepts(string location) =>
        File.Exists(location) && FileContent.Of(location).Kind == ContentKind.Idx;

    public LoadedData Load(DataRequest request)
    {
        (Dataset images, double white) = IdxImages.Open(
            request.Location,
            request.Labels,
            ImageRequest.ConditionOf(request),
            request.Binarization,
            request.GreyMaximum);
        return new LoadedData(images) { GreyMaximum = white };
    }
}
