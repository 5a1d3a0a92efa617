namespace LatentSharp.Data;

/// <summary>How every reader opens its file: seekable, read once from the front.</summary>
internal static class DataFile
{
    /// <summary>
    /// Opens a file that is to be held in memory as a whole, and there may take many times its length.
    /// </summary>
    /// <exception cref="DataException">
    /// As for <see cref="Open(string)"/>, or the file is longer than it may be.
    /// </exception>
    public static FileStream Open(string path, int mostBytes)
    {
        FileStream stream = Open(path);
        long length = stream.Length;
        if (length <= mostBytes)
            return stream;
        stream.Dispose();
        throw new DataException(
            $"{path}: the file has {length} bytes; expected at most {mostBytes}: check that this is the right file.");
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
            throw new DataException(
                $"{path}: the file cannot be opened ({error.Message}); give a file that may be read.",
                error);
        }

        if (stream.CanSeek)
            return stream;
        // Sizes are checked against the file's length before memory is asked for, and a pipe has none.
        stream.Dispose();
        throw new DataException($"{path}: this is not a regular file; write its content to a file first.");
    }
}
