using LatentSharp.Tests.Fuzzing.Targets;

namespace LatentSharp.Tests.Fuzzing;

/// <summary>Every reader that is fuzzed, by the name of its format.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<string> Formats { get; } =
        ["npz", "npy", "safetensors", "weights", "model", "idx", "csv", "config", "checkpoint", "run", "metrics"];

    /// <summary>The target of a format.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="arrays">The folder of sound files of arrays.</param>
    public static IFuzzTarget Open(string format, string arrays) => format switch
    {
        "npz" => EvidenceTarget.OfNpz(arrays),
        "npy" => EvidenceTarget.OfNpy(arrays),
        "safetensors" => EvidenceTarget.OfSafetensors(arrays),
        "weights" => new WeightsTarget(),
        "model" => new ModelTarget(),
        "idx" => new IdxTarget(),
        "csv" => new CsvTarget(),
        "config" => new ConfigTarget(),
        "checkpoint" => new CheckpointTarget(),
        "run" => new RunTarget(),
        "metrics" => new MetricsTarget(),
        _ => throw new ArgumentException($"the format is '{format}'; give one of {string.Join(", ", Formats)}, or all"),
    };
}
