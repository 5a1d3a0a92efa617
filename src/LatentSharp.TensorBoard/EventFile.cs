using Google.Protobuf;
using LatentSharp.Data;
using LatentSharp.TensorBoard.Wire;
using Microsoft.Win32.SafeHandles;

namespace LatentSharp.TensorBoard;

/// <summary>
/// A file of events that TensorBoard reads while it grows. Every record goes to the system whole in one write, so that
/// a process that is killed leaves whole records only. Not for several threads at once.
/// </summary>
public sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";

    private readonly SafeFileHandle handle;
    private readonly TimeProvider clock;
    private readonly HashSet<string> described = new(StringComparer.Ordinal);
    private long length;

    private EventFile(string path, SafeFileHandle handle, TimeProvider clock) =>
        (Path, this.handle, this.clock) = (path, handle, clock);

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Begins the next event file of a directory, which is made where it is missing.</summary>
    /// <param name="directory">The directory; TensorBoard shows it as one run.</param>
    /// <param name="clock">Where the times of the events come from.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static EventFile Open(string directory, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        EventFile? file = null;
        try
        {
            Directory.CreateDirectory(directory);
            string path = System.IO.Path.Combine(directory, EventFileName.Next(directory));
            file = new EventFile(
                path,
                File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read),
                clock);
            file.Append(new Event { FileVersion = Version });
            DirectoryFlush.Run(directory);
            return file;
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Says that a process begins to write at a step: TensorBoard then drops what earlier files have at that step and
    /// after it, which a run that resumes from a checkpoint does again. Its fast loader overlooks this and drops the
    /// same of a tag as soon as the tag has its next value.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void StartSession(long step) =>
        Append(new Event { Step = step, SessionLog = new SessionLog { Status = SessionLog.Types.Status.Start } });

    /// <summary>Writes values of one step as one record; none write nothing.</summary>
    /// <exception cref="IOException">
    /// The file cannot be written, such as on a full disk; it then ends with the record before.
    /// </exception>
    public void Write(long step, params IEnumerable<TaggedValue> values)
    {
        var summary = new Summary();
        var fresh = new HashSet<string>(StringComparer.Ordinal);
        foreach (TaggedValue value in values)
            summary.Value.Add(value.ToMessage(withMetadata: !described.Contains(value.Tag) && fresh.Add(value.Tag)));
        if (summary.Value.Count == 0)
            return;
        Append(new Event { Step = step, Summary = summary });
        // A tag's words count as written only now: after a failure they go with its next value.
        described.UnionWith(fresh);
    }

    /// <summary>
    /// Passes on what was written; nothing is held back in this process, so without the disk there is nothing to do.
    /// </summary>
    /// <param name="toDisk">Whether to wait until the disk has it, so that it survives a power cut.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Flush(bool toDisk)
    {
        if (toDisk)
            RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();

    private void Append(Event record)
    {
        record.WallTime = WallTime.Now(clock);
        byte[] frame = RecordFrame.Of(record.ToByteArray());
        try
        {
            RandomAccess.Write(handle, frame, length);
        }
        catch (IOException)
        {
            // Readers give a file up at a torn record that others follow.
            RandomAccess.SetLength(handle, length);
            throw;
        }

        length += frame.Length;
    }
}
