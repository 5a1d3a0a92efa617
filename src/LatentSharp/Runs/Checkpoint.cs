using System.Text.Json;
using LatentSharp.Training;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>
/// The small half of a checkpoint, step-N.json: positions and the best epoch, with the hash of the large half,
/// step-N.safetensors. With the seed in run.json the positions fix every random stream and the order of examples. It is
/// written last, so that a checkpoint exists exactly when this file does.
/// </summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Epoch">The current epoch, counted from 0.</param>
/// <param name="Batch">Batches of it that were trained on.</param>
/// <param name="EpochsWithoutBetter">Epochs that count towards early stopping.</param>
/// <param name="Best">The best epoch; null before the first.</param>
/// <param name="Rollbacks">Every return to a checkpoint so far.</param>
/// <param name="MetricsBytes">The length of metrics.jsonl at this point.</param>
/// <param name="TensorsHash">The SHA-256 of step-N.safetensors in lower-case hexadecimal.</param>
internal sealed record Checkpoint(
    long Step,
    int Epoch,
    int Batch,
    int EpochsWithoutBetter,
    EpochRecord? Best,
    IReadOnlyList<RollbackRecord> Rollbacks,
    long MetricsBytes,
    string TensorsHash)
{
    /// <summary>The version of the file's layout.</summary>
    public const string Schema = "latentsharp/checkpoint/1";

    public static Checkpoint Of(TrainingState state, long metricsBytes, string tensorsHash) =>
        new(
            state.Step,
            state.Epoch,
            state.Batch,
            state.EpochsWithoutBetter,
            state.Best,
            state.Rollbacks,
            metricsBytes,
            tensorsHash);

    /// <summary>Gives a state everything but the tensors.</summary>
    public void ApplyTo(TrainingState state)
    {
        (state.Step, state.Epoch, state.Batch) = (Step, Epoch, Batch);
        (state.EpochsWithoutBetter, state.Best, state.Rollbacks) = (EpochsWithoutBetter, Best, Rollbacks);
    }

    public void Write(Stream stream)
    {
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", Schema);
            writer.WriteNumber("step", Step);
            writer.WriteNumber("epoch", Epoch);
            writer.WriteNumber("batch", Batch);
            writer.WriteNumber("epochs_without_better", EpochsWithoutBetter);
            if (Best is null)
                writer.WriteNull("best");
            else
                WriteBest(writer, Best);
            WriteRollbacks(writer, Rollbacks);
            writer.WriteNumber("metrics_bytes", MetricsBytes);
            writer.WriteString("tensors_sha256", TensorsHash);
            writer.WriteEndObject();
        }

        stream.Write("\n"u8);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="Data.DataException">The file is missing or damaged.</exception>
    public static Checkpoint Read(string file) => JsonFields.Read(file, Schema, fields => new Checkpoint(
        fields.Whole("step"),
        fields.Count("epoch"),
        fields.Count("batch"),
        fields.Count("epochs_without_better"),
        fields.Has("best") ? ReadBest(fields.Object("best")) : null,
        ReadRollbacks(fields),
        fields.Whole("metrics_bytes"),
        fields.Text("tensors_sha256")));

    /// <summary>Writes the list of rollbacks into the current object.</summary>
    public static void WriteRollbacks(Utf8JsonWriter writer, IReadOnlyList<RollbackRecord> rollbacks)
    {
        writer.WriteStartArray("rollbacks");
        foreach (RollbackRecord rollback in rollbacks)
        {
            writer.WriteStartObject();
            WriteRollback(writer, rollback);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the fields of a rollback into the current object.</summary>
    public static void WriteRollback(Utf8JsonWriter writer, RollbackRecord rollback)
    {
        writer.WriteNumber("step", rollback.Step);
        writer.WriteNumber("epoch", rollback.Epoch);
        writer.WriteNumber("to_step", rollback.ToStep);
        writer.WriteReal("learning_rate_scale", rollback.LearningRateScale);
        writer.WriteString("reason", rollback.Reason);
    }

    private static void WriteBest(Utf8JsonWriter writer, EpochRecord best)
    {
        writer.WriteStartObject("best");
        writer.WriteNumber("epoch", best.Epoch);
        writer.WriteNumber("step", best.Steps);
        EvaluationJson.Write(writer, best.Validation);
        writer.WriteEndObject();
    }

    private static EpochRecord ReadBest(JsonFields best) =>
        new(best.Count("epoch"), best.Whole("step"), EvaluationJson.Read(best), IsBest: true);

    private static RollbackRecord[] ReadRollbacks(JsonFields fields) =>
        [
            .. fields
                .List("rollbacks")
                .Select(rollback => new RollbackRecord(
                    rollback.Whole("step"),
                    rollback.Count("epoch"),
                    rollback.Whole("to_step"),
                    rollback.Real("learning_rate_scale"),
                    rollback.Text("reason"))),
        ];
}
