using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Data.Formats.Numpy;

/// <summary>The arrays of a folder: a file <c>name.npy</c> for each.</summary>
internal sealed class NpyFolder : IArrayFile
{
    private const string Suffix = ".npy";

    private readonly string path;
    private readonly List<FileStream> streams = [];

    private NpyFolder(string path, string[] names) => (this.path, Names) = (path, names);

    public IReadOnlyList<string> Names { get; }

    /// <summary>Lists a folder's arrays, in ordinal order.</summary>
    /// <exception cref="DataException">The folder cannot be read.</exception>
    public static NpyFolder Open(string path)
    {
        try
        {
            string[] names =
            [
                .. Directory.EnumerateFiles(path, "*" + Suffix).Select(file => Path.GetFileNameWithoutExtension(file)),
            ];
            Array.Sort(names, StringComparer.Ordinal);
            return new NpyFolder(path, names);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{path}: the folder cannot be read ({error.Message}); give one that may be read.",
                error);
        }
    }

    public StoredArray OpenArray(string name)
    {
        string file = Path.Combine(path, name + Suffix);
        FileStream stream = DataFile.Open(file);
        streams.Add(stream);
        var bytes = new FileRange(stream.SafeFileHandle, file, 0, stream.Length);
        NpyHeader header = NpyHeader.Read(new StoredBytesStream(bytes, bytes.Length), bytes.Length, file);
        return new StoredArray(file, header.Element, header.Shape, header.FortranOrder, bytes, header.Length);
    }

    public void Dispose()
    {
        foreach (FileStream stream in streams)
            stream.Dispose();
    }
}
