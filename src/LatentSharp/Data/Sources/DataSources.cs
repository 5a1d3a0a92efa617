using LatentSharp.Data.Formats;
using LatentSharp.Data.Sources.Digits;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Data.Sources.Mnist;
using LatentSharp.Data.Sources.Tables;
using LatentSharp.Words;

namespace LatentSharp.Data.Sources;

/// <summary>The sources of data, in the order in which they are asked.</summary>
public static class DataSources
{
    /// <summary>The sources that come with the library: digits, mnist, CSV files and IDX files.</summary>
    public static IReadOnlyList<IDataSource> All { get; } =
        [new DigitsSource(), new MnistSource(), new CsvSource(), new IdxSource()];

    /// <summary>The first source that accepts a location.</summary>
    /// <param name="location">The name of data, or the path of a file.</param>
    /// <param name="sources">The sources to ask, in this order; null for <see cref="All"/>.</param>
    /// <exception cref="DataException">None accepts it. The message says what each would.</exception>
    public static IDataSource For(string location, IReadOnlyList<IDataSource>? sources = null)
    {
        sources ??= All;
        return sources.FirstOrDefault(source => source.Accepts(location))
            ?? throw new DataException(Refusal(location, sources));
    }

    private static string Refusal(string location, IReadOnlyList<IDataSource> sources)
    {
        string accepted = string.Join(", ", sources.Select(source => source.Name));
        if (Directory.Exists(location))
            return $"{location}: this is a folder; expected one of {accepted}: give a file in it.";
        if (!File.Exists(location))
        {
            string? name = NearestName.To(
                Path.GetFileName(location),
                sources.OfType<INamedDataSource>().Select(source => source.Name));
            string another = name is null ? "" : $", or give the name {name}";
            return $"{location}: there is no such file; check the path{another}.";
        }

        FileContent content = FileContent.Of(location);
        return $"{location}: {content.Description}; expected one of {accepted}: {content.Remedy}.";
    }
}
