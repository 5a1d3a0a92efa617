using System.IO.Compression;
using System.Security.Cryptography;

namespace LatentSharp.Data.Sources.Mnist;

/// <summary>The folder that MNIST's files are filed in, and from where they are read.</summary>
/// <param name="path">The folder; it is made when files are taken into it.</param>
/// <param name="files">The files: training images and labels, then test images and labels.</param>
internal sealed class MnistFolder(string path, IReadOnlyList<MnistFile> files)
{
    private const int SearchDepth = 3;

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>Whether every file is there.</summary>
    public bool IsFiled => files.All(file => File.Exists(In(file)));

    /// <summary>The path of a file, by its place among the four.</summary>
    public string this[int file] => In(files[file]);

    /// <summary>
    /// Takes the files from another folder, decompressed. Each appears whole and with the right content, or not at all;
    /// those that are there already stay.
    /// </summary>
    /// <returns>The name of every file, and whether it was taken now.</returns>
    /// <exception cref="DataException">A file is not found or has other content.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public IReadOnlyList<(string Name, bool Taken)> Take(string from)
    {
        if (!Directory.Exists(from))
            throw new DataException($"{from}: there is no such folder; give the one that MNIST was unpacked to.");
        var sources = new Dictionary<MnistFile, string>();
        foreach (MnistFile file in files.Where(file => !IsWhole(file)))
            sources[file] = Find(from, file);
        try
        {
            Directory.CreateDirectory(path);
            foreach ((MnistFile file, string source) in sources)
                AtomicFile.Write(In(file), target => Copy(source, file, target));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{path}: MNIST cannot be filed ({failure.Message}); make room or give permission, or set " +
                    $"{MnistDataset.FolderVariable} to another folder",
                failure);
        }

        return [.. files.Select(file => (file.Name, sources.ContainsKey(file)))];
    }

    private static string Find(string from, MnistFile file)
    {
        var deep = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = SearchDepth,
            IgnoreInaccessible = true,
        };
        return Directory
                .EnumerateFiles(from, "*", deep)
                .Where(path => file.Spellings.Contains(System.IO.Path.GetFileName(path)))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
            ?? throw new DataException(
                $"{from}: {string.Join(", ", file.Spellings)}: none of these is there, or up to {SearchDepth} " +
                    "folders below; give the folder that MNIST was unpacked to.");
    }

    private static void Copy(string source, MnistFile file, Stream target)
    {
        using FileStream stored = DataFile.Open(source);
        try
        {
            using Stream content = Content(stored);
            string found = CopyAndHash(content, file.Length, target);
            if (found != file.Sha256)
                throw new DataException(
                    $"{source}: the content's SHA-256 is {found}; expected {file.Sha256}, that of MNIST's " +
                        $"{file.Name}: fetch the file again.");
        }
        catch (InvalidDataException error)
        {
            throw new DataException(
                $"{source}: the gzip stream is damaged or cut short ({error.Message}); fetch the file again.",
                error);
        }
    }

    private static Stream Content(FileStream stored)
    {
        bool compressed = stored.ReadByte() == 0x1F && stored.ReadByte() == 0x8B;
        stored.Position = 0;
        return compressed ? new GZipStream(stored, CompressionMode.Decompress) : stored;
    }

    // One byte beyond the right length tells that the content is another: a small file may unpack to any length.
    private static string CopyAndHash(Stream content, long length, Stream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        int read;
        for (
            long left = length + 1;
            left > 0 && (read = content.Read(buffer, 0, (int)Math.Min(left, buffer.Length))) > 0;
            left -= read)
        {
            hash.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
        }

        return System.Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private bool IsWhole(MnistFile file)
    {
        if (!File.Exists(In(file)))
            return false;
        using FileStream stored = DataFile.Open(In(file));
        return stored.Length == file.Length && System.Convert.ToHexStringLower(SHA256.HashData(stored)) == file.Sha256;
    }

    private string In(MnistFile file) => System.IO.Path.Combine(path, file.Name);
}
