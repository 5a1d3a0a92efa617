using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>
/// A file of a run cannot be written. What was saved before is whole, and the run can go on once there is room and
/// permission.
/// </summary>
public sealed class RunWriteException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="problem">What cannot be written, and what is whole.</param>
    /// <param name="innerException">What the system said.</param>
    public RunWriteException(string path, string problem, Exception innerException)
        : base(
            OneLine.Of($"{path}: {problem}: make room or give permission, then go on with the run"),
            innerException)
    {
        Remedy = new Remedy(RemedyKind.Resume, path);
    }

    /// <summary>To go on with the run.</summary>
    public Remedy Remedy { get; }
}
