namespace LatentSharp.Data;

/// <summary>How every reader opens its file: seekable, read once from the front.</summary>
internal static class DataFile
{
    // Parsed JSON takes many times its length in memory. The longest that is sound lists the columns of a wide table.
    private const int LongestJson = 1 << 21;

    /// <summary>Opens a file of JSON that is to be parsed as a whole.</summary>
    /// <exception cref="DataException">As for <see cref="Open"/>, or the file is longer than 2 MiB.</exception>
    public static FileStream OpenJson(string path)
    {
        FileStream stream = Open(path);
        long length = stream.Length;
        if (length <= LongestJson)
            return stream;
        stream.Dispose();
        throw new DataException($"{path}: the file has {length} bytes; expected at most {LongestJson}: check that this is the right file.");
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="DataException">There is no such file, it may not be read, or it is a pipe.</exception>
    public static FileStream Open(string path)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read,
                Options = FileOptions.SequentialScan,
                BufferSize = 1 << 16,
            });
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file; check the path.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the file cannot be opened ({error.Message}); give a file that may be read.", error);
        }

        if (stream.CanSeek)
            return stream;
        // Sizes are checked against the file's length before memory is asked for, and a pipe has none.
        stream.Dispose();
        throw new DataException($"{path}: this is not a regular file; write its content to a file first.");
    }
}
