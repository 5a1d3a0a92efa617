using LatentSharp.Data;

namespace LatentSharp.Cli;

/// <summary>Where a command's result goes: a file that is there whole or not at all, or standard output.</summary>
internal static class OutputFile
{
    /// <summary>Checks a place before long work.</summary>
    /// <exception cref="OptionException">The folder is not there, or the file is a folder.</exception>
    public static void RequireWritable(string? path)
    {
        if (path is null)
            return;
        if (Directory.Exists(path))
            throw new OptionException($"--out is {path}, which is a folder; give a file");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new OptionException(
                $"--out is {path}; there is no folder {folder}: make it first, or give another file");
    }

    /// <summary>Writes a result.</summary>
    /// <param name="path">The file; null for standard output.</param>
    /// <param name="content">Writes it.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void Write(string? path, Action<Stream> content)
    {
        if (path is null)
        {
            using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            content(output);
            return;
        }

        try
        {
            AtomicFile.Write(path, content);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the file cannot be written ({failure.Message}); give another", failure)
            {
                Remedy = new Remedy(RemedyKind.AnotherReportFile),
            };
        }
    }
}
