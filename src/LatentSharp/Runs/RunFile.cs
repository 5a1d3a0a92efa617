using System.Runtime.InteropServices;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Objectives;
using LatentSharp.Runs.Configuration;
using LatentSharp.Training;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>How a run stands.</summary>
/// <param name="Name">running, completed, stopped_early, cancelled or failed.</param>
/// <param name="Changes">What resumptions did otherwise than the run began.</param>
/// <param name="Rollbacks">Every return to a checkpoint.</param>
/// <param name="Failure">The number that it failed by; null where it did not fail.</param>
/// <param name="Result">How training ended; null while it goes on.</param>
/// <param name="HeldOut">The best weights on the test examples; null where they were not evaluated.</param>
internal sealed record RunStatus(
    string Name, IReadOnlyList<ConfigurationChange> Changes, IReadOnlyList<RollbackRecord> Rollbacks,
    NonFiniteException? Failure = null, TrainingResult? Result = null, Evaluation? HeldOut = null);

/// <summary>run.json: from what a run was made, what its metrics mean, and how it ended.</summary>
internal static class RunFile
{
    /// <summary>The version of the file's layout.</summary>
    public const string Schema = "latentsharp/run/1";

    /// <summary>What the numbers in metrics.jsonl mean, for a reader who has only the run directory.</summary>
    private static readonly (string Name, string Meaning)[] Metrics =
    [
        .. Terms.All.Select(term => (term.Info.Name, term.Info.Sentence)),
        ("raw", "the term's mean over examples, unweighted"),
        ("weight", "the term's weight at that step; validation and test are at the final weights"),
        ("contribution", "weight * raw, what the term adds to the objective"),
        ("role", "active: the term is part of the gradient; diagnostic_only: its weight is 0 and it gives no gradient"),
        ("objective", "J, the sum of the contributions, minimised"),
        (
            "negative_evidence_lower_bound",
            "R + K_prior, both at weight 1, nats per example; an upper bound of -log p(y|x) in expectation"),
        (
            "router_negative_log_likelihood",
            "-log p(y|x) by selection_samples draws of p(z|x), nats per example, where it chooses the best epoch"),
        ("prior_variance", "mean over examples and dimensions of exp(logvar) of p(z|x)"),
        ("gradient_norm", "global norm of the gradient before clipping"),
        ("log_variance_out_of_range", "share of log-variances of q that the soft range acts on"),
    ];

    public static void Write(Utf8JsonWriter writer, RunSetup setup, RunStatus status)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteString("latentsharp", LibraryVersion.Full);
        writer.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        writer.WriteString("status", status.Name);
        if (status.Failure is { } failure)
        {
            writer.WriteString("reason", failure.Message);
            writer.WriteStartObject("non_finite");
            NonFiniteJson.Write(writer, failure.Event);
            writer.WriteEndObject();
        }

        writer.WritePropertyName("config");
        ConfigurationFile.Write(writer, setup.Configuration);
        WriteData(writer, setup);
        if (status.Changes.Count > 0)
        {
            writer.WriteStartArray("changes");
            foreach (ConfigurationChange change in status.Changes)
                change.Write(writer);
            writer.WriteEndArray();
        }

        if (status.Rollbacks.Count > 0)
            Checkpoint.WriteRollbacks(writer, status.Rollbacks);
        if (status.Result is not null)
            WriteResult(writer, status.Result, status.HeldOut);
        writer.WriteStartObject("metrics");
        foreach ((string name, string meaning) in Metrics)
            writer.WriteString(name, meaning);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter writer, RunSetup setup)
    {
        Dataset source = setup.Source;
        writer.WriteStartObject("data");
        writer.WriteString("name", source.Name);
        writer.WriteString("fingerprint", source.Fingerprint);
        writer.WriteNumber("train", setup.Data.Train.Count);
        writer.WriteNumber("validation", setup.Data.Validation.Count);
        writer.WriteNumber("test", setup.Data.Test.Count);
        writer.WriteNumber("condition_dimensions", source.Condition.Shape[1]);
        writer.WriteNumber("target_dimensions", source.Target.Shape[1]);
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, TrainingResult training, Evaluation? heldOut)
    {
        writer.WriteStartObject("result");
        writer.WriteNumber("steps", training.Steps);
        if (training.Best is { } best)
        {
            writer.WriteNumber("best_epoch", best.Epoch);
            writer.WriteStartObject("validation");
            EvaluationJson.Write(writer, best.Validation);
            writer.WriteEndObject();
        }

        if (heldOut is not null)
        {
            writer.WriteStartObject("test");
            EvaluationJson.Write(writer, heldOut);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
