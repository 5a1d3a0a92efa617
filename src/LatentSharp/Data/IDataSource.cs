namespace LatentSharp.Data;

/// <summary>
/// Where data come from: a name, or files of one kind. Sources stand in a list, and the first that accepts a location
/// loads it. A source of your own stands before those of <see cref="Sources.DataSources.All"/>.
/// </summary>
public interface IDataSource
{
    /// <summary>
    /// What messages list as accepted: the name that is to be given, such as <c>digits</c>, or the kind of file, such
    /// as <c>CSV file</c>.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// Whether the location is the source's: its name, or a file with the content that it reads, whatever the file is
    /// called. False where there is no such file.
    /// </summary>
    /// <exception cref="DataException">The location is a file that cannot be read.</exception>
    bool Accepts(string location);

    /// <summary>Loads the data of a location that the source accepts.</summary>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="OptionException">The request asks for what the data do not have.</exception>
    LoadedData Load(DataRequest request);
}

/// <summary>Data that is known by its name alone: it comes with the library, or is filed once.</summary>
public interface INamedDataSource : IDataSource
{
    /// <summary>Whether the data can be loaded now.</summary>
    bool IsHere { get; }

    /// <summary>The request for all there is, with nothing given.</summary>
    DataRequest Whole { get; }

    /// <summary>What there is to tell, such as the makers and the licence: headings, each with its text.</summary>
    IReadOnlyList<(string Heading, string Text)> About { get; }
}
