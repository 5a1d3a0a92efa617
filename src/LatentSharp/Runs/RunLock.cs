using LatentSharp.Data;

namespace LatentSharp.Runs;

/// <summary>
/// Keeps two processes from training in one run directory. The system lets go of it when the process ends, however it
/// ends.
/// </summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>The name of the file that is locked.</summary>
    public const string FileName = "run.lock";

    private readonly FileStream stream;

    private RunLock(FileStream stream) => this.stream = stream;

    /// <exception cref="DataException">Another process trains in the directory.</exception>
    public static RunLock Take(string directory)
    {
        string file = Path.Combine(directory, FileName);
        try
        {
            return new RunLock(
                new FileStream(
                    file,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose));
        }
        catch (IOException failure) when (File.Exists(file))
        {
            throw new DataException(
                $"{directory}: another process is training in this directory; wait for it, or stop it first",
                failure);
        }
    }

    public void Dispose() => stream.Dispose();
}
