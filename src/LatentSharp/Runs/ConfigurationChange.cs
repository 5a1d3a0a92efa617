using System.Text.Json;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Runs;

/// <summary>What a resumed run does otherwise than it began.</summary>
/// <param name="Step">The steps that had been taken.</param>
/// <param name="Key">The configuration key; <c>data</c> where the examples are others.</param>
/// <param name="From">The value until then.</param>
/// <param name="To">The value from then on.</param>
internal sealed record ConfigurationChange(long Step, string Key, string From, string To)
{
    // A file may have moved, and what is white may be taken from it anew; whether its examples are the same is for the
    // fingerprint to say.
    private static readonly string[] Places = ["data", "labels", "grey_maximum"];

    // How the weights move and what is written, but not what they are judged by.
    private static readonly string[] Course =
    [
        "epochs",
        "batch_size",
        "learning_rate",
        "learning_rate_warmup_steps",
        "learning_rate_decay",
        "adam_epsilon",
        "weight_decay",
        "gradient_clip_norm",
        "early_stopping_patience",
        "log_every_steps",
        "tensorboard",
        "checkpoint_every_steps",
        "checkpoint_keep_every",
        "on_non_finite",
    ];

    /// <summary>Whether epochs before and after it are validated by the same number.</summary>
    public bool KeepsCriterion => Course.Contains(Key);

    /// <summary>How a configuration differs from the one that a run was begun with.</summary>
    public static IReadOnlyList<ConfigurationChange> Between(RunRecord begun, RunSetup now)
    {
        var changes = new List<ConfigurationChange>();
        foreach (ConfigurationKey key in ConfigurationKeys.All.Where(key => !Places.Contains(key.Name)))
        {
            string before = Text(key, begun.Configuration), after = Text(key, now.Configuration);
            if (before != after)
                changes.Add(new ConfigurationChange(0, key.Name, before, after));
        }

        if (begun.Fingerprint != now.Source.Fingerprint)
            changes.Add(new ConfigurationChange(0, "data", begun.Fingerprint, now.Source.Fingerprint));
        return changes;

        static string Text(ConfigurationKey key, RunConfiguration configuration) =>
            key.Read(configuration) is { Count: > 0 } values ? string.Join(',', values) : "none";
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("step", Step);
        writer.WriteString("key", Key);
        writer.WriteString("from", From);
        writer.WriteString("to", To);
        writer.WriteEndObject();
    }

    public static ConfigurationChange Read(JsonFields fields) =>
        new(fields.Whole("step"), fields.Text("key"), fields.Text("from"), fields.Text("to"));
}
