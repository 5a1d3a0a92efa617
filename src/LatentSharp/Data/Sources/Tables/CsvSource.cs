using LatentSharp.Data.Formats;
using LatentSharp.Data.Formats.Csv;

namespace LatentSharp.Data.Sources.Tables;

/// <summary>Comma-separated tables: text whose first line has a comma.</summary>
internal sealed class CsvSource : IDataSource
{
    public string Name => "CSV file";

    public bool Accepts(string location) =>
        File.Exists(location) && FileContent.Of(location).Kind == ContentKind.Table;

    public LoadedData Load(DataRequest request)
    {
        if (request.Condition.Count == 0 || request.Target.Count == 0)
            throw new OptionException(
                $"{request.Location}: condition and target are not both set; name the columns of each")
            {
                Remedy = new Remedy(RemedyKind.NameColumns),
            };
        return new LoadedData(CsvDataset.Load(request.Location, request.Condition, request.Target, request.Label));
    }
}
