using System.Runtime.InteropServices;

namespace LatentSharp.Data;

/// <summary>
/// Writes a directory's entries to the disk, so that a file just renamed into it survives a power cut (fsync of POSIX,
/// which .NET offers for files only). Windows writes a rename through its journal.
/// </summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    // Some file systems have nothing to write for a directory and say that the call makes no sense (EINVAL).
    private const int NotSupported = 22;

    /// <exception cref="IOException">The directory is missing, or the disk failed.</exception>
    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
            throw Failure(directory);
        try
        {
            if (Synchronize(descriptor) != 0 && Marshal.GetLastPInvokeError() != NotSupported)
                throw Failure(directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string directory) =>
        new($"{directory}: the directory cannot be flushed to the disk ({Marshal.GetLastPInvokeErrorMessage()})");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
