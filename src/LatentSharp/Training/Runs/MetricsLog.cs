using System.Buffers;
using System.Text.Json;
using LatentSharp.Objectives;

namespace LatentSharp.Training.Runs;

/// <summary>
/// metrics.jsonl: a line per logged step and per validation. It holds no timings, so that the same run writes the same
/// bytes.
/// </summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly FileStream stream;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter writer;

    public MetricsLog(string path)
    {
        stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        writer = new Utf8JsonWriter(buffer);
    }

    /// <summary>Writes a step.</summary>
    public void Write(StepRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "step");
        writer.WriteNumber("step", record.Step);
        writer.WriteNumber("epoch", record.Epoch);
        WriteObjective(writer, record.Objective);
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
        WriteEvaluation(writer, record.Validation);
        writer.WriteBoolean("best", record.IsBest);
        EndLine();
    }

    /// <summary>Writes the fields of an evaluation into the current object.</summary>
    public static void WriteEvaluation(Utf8JsonWriter writer, Evaluation evaluation)
    {
        writer.WriteNumber("examples", evaluation.Examples);
        WriteObjective(writer, evaluation.Objective);
        writer.WriteReal("negative_evidence_lower_bound", evaluation.NegativeEvidenceLowerBound);
        writer.WriteReal("prior_variance", evaluation.PriorVariance);
    }

    /// <summary>The role of a term as it is spelled in files.</summary>
    public static string NameOf(TermRole role) => role == TermRole.Active ? "active" : "diagnostic_only";

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.Dispose();
        stream.Dispose();
    }

    private static void WriteObjective(Utf8JsonWriter writer, ObjectiveBreakdown objective)
    {
        writer.WriteReal("objective", objective.Total);
        writer.WriteStartObject("terms");
        foreach (TermValue term in objective.Terms)
        {
            writer.WriteStartObject(term.Name);
            writer.WriteReal("raw", term.Raw);
            writer.WriteReal("weight", term.Weight);
            writer.WriteReal("contribution", term.Contribution);
            writer.WriteString("role", NameOf(term.Role));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
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
