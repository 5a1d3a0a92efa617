using System.Buffers;
using System.Text.Json;
using LatentSharp.Training;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>
/// metrics.jsonl: a line per logged step and per validation. It holds no timings, so that the same run writes the same
/// bytes.
/// </summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly FileStream stream;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter writer;

    /// <summary>Opens a log for writing at its end; one that is not there is begun.</summary>
    public MetricsLog(string path)
    {
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        stream.Seek(0, SeekOrigin.End);
        writer = new Utf8JsonWriter(buffer);
    }

    /// <summary>The bytes logged so far.</summary>
    public long Length => stream.Length;

    /// <summary>Writes a step.</summary>
    public void Write(StepRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "step");
        writer.WriteNumber("step", record.Step);
        writer.WriteNumber("epoch", record.Epoch);
        EvaluationJson.WriteObjective(writer, record.Objective);
        writer.WriteReal("gradient_norm", record.GradientNorm);
        writer.WriteReal("learning_rate", record.LearningRate);
        if (record.LogVarianceOutOfRange is { } share)
            writer.WriteReal("log_variance_out_of_range", share);
        EndLine();
    }

    /// <summary>Writes a validation.</summary>
    public void Write(EpochRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "validation");
        writer.WriteNumber("step", record.Steps);
        writer.WriteNumber("epoch", record.Epoch);
        EvaluationJson.Write(writer, record.Validation);
        writer.WriteBoolean("best", record.IsBest);
        EndLine();
    }

    /// <summary>Writes a return to a checkpoint.</summary>
    public void Write(RollbackRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "rollback");
        Checkpoint.WriteRollback(writer, record);
        EndLine();
    }

    /// <summary>Writes what is logged to the disk, so that no checkpoint is ahead of its log.</summary>
    public void FlushToDisk() => stream.Flush(flushToDisk: true);

    /// <summary>Drops the lines beyond a length.</summary>
    public void Truncate(long length) => stream.SetLength(length);

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.Dispose();
        stream.Dispose();
    }

    // A line is handed to the system whole, so that a reader, or a run that is cut off, sees no half of one.
    private void EndLine()
    {
        writer.WriteEndObject();
        writer.Flush();
        buffer.Write("\n"u8);
        stream.Write(buffer.WrittenSpan);
        stream.Flush();
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
    }
}
