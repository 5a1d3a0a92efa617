namespace LatentSharp.Data;

/// <summary>
/// A file that is there whole or not at all: written beside its place, flushed to the disk, renamed, and the directory
/// flushed in turn.
/// </summary>
internal static class AtomicFile
{
    private const string TemporaryEnding = ".tmp";

    /// <summary>Writes a file, replacing the one that may be there.</summary>
    /// <exception cref="IOException">The directory is missing or cannot be written.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        // Beside the target, because a rename is atomic only within one file system.
        string temporary = $"{Path.GetFullPath(path)}.{Path.GetRandomFileName()}{TemporaryEnding}";
        try
        {
            using (
                var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                content(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            DirectoryFlush.Run(Path.GetDirectoryName(temporary)!);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what writes that were cut off have left in a directory.</summary>
    public static void RemoveTemporaries(string directory)
    {
        foreach (string file in Directory.EnumerateFiles(directory, $"*{TemporaryEnding}"))
            File.Delete(file);
    }
}
