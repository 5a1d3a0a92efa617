namespace LatentSharp.Data.Formats.Arrays;

/// <summary>
/// Named arrays in an open file or folder. Opening one reads its header only; disposing closes them all.
/// </summary>
internal interface IArrayFile : IDisposable
{
    /// <summary>The arrays' names.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Opens an array of <see cref="Names"/>.</summary>
    /// <exception cref="DataException">Its header is damaged or declares what is not read.</exception>
    StoredArray OpenArray(string name);
}
